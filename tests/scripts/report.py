"""Results of a script test: printed lines, and JUnit XML for scripts/test."""

import argparse
import sys
from xml.sax.saxutils import quoteattr


class Report:
    """Collects cases; finish() writes the XML and gives the exit status."""

    def __init__(self, suite, xml=None):
        self.suite, self.xml, self.cases = suite, xml, []

    def add(self, status, case, reason=""):
        """status is PASS, FAIL or SKIP."""
        self.cases.append((status, case, reason))
        print(f"{status}: {case}" + (f": {reason}" if reason else ""))

    def check(self, case, problems):
        """Passes when there are no problems (a list of sentences)."""
        self.add("FAIL" if problems else "PASS", case, "\n  ".join(problems))

    def finish(self):
        if not self.cases:
            self.add("FAIL", "any", "this suite has no case: nothing was checked")
        if self.xml:
            self._write()
        return 1 if any(status == "FAIL" for status, _, _ in self.cases) else 0

    def _write(self):
        tags = {"FAIL": "failure", "SKIP": "skipped"}
        with open(self.xml, "w") as out:
            out.write(f"<testsuites><testsuite name={quoteattr(self.suite)}>\n")
            for status, case, reason in self.cases:
                out.write(f"<testcase name={quoteattr(case)} classname={quoteattr(self.suite)}>")
                if status in tags:
                    out.write(f"<{tags[status]} message={quoteattr(reason)}/>")
                out.write("</testcase>\n")
            out.write("</testsuite></testsuites>\n")


def arguments(description):
    """The options that every script test takes."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--root", default=".", help="the source tree")
    parser.add_argument("--build", default="build", help="the build tree")
    parser.add_argument("--xml", help="write JUnit results here")
    return parser


def main(suite, description, check):
    """Runs check(root, build, report) and exits with its status."""
    args = arguments(description).parse_args()
    report = Report(suite, args.xml)
    check(args.root, args.build, report)
    sys.exit(report.finish())
