"""The lit format of tests/ops: a file, and each case of it, is a test.

X.mlir             its RUN lines
X.mlir/CASE/N      the case on the reference, batch N: gradients against differences
X.mlir/CASE/form   the forms of the case against their expansions
"""

import os
import subprocess

import lit.formats
import lit.Test

import op_cases

BATCHES = ("1", "3")


class OpFormat(lit.formats.ShTest):
    def __init__(self, tool, with_cases):
        super().__init__(execute_external=False)
        self.tool, self.with_cases = tool, with_cases

    def getTestsForPath(self, suite, path_in_suite, lit_config, config):
        yield lit.Test.Test(suite, path_in_suite, config)
        if not self.with_cases:
            return
        for case in op_cases.read(suite.getSourcePath(path_in_suite)):
            for what in BATCHES + (("form",) if case.has_form else ()):
                yield lit.Test.Test(suite, path_in_suite + (case.name, what), config)

    def getTestsInDirectory(self, suite, path_in_suite, lit_config, config):
        for name in sorted(os.listdir(suite.getSourcePath(path_in_suite))):
            if name.endswith(".mlir"):
                yield from self.getTestsForPath(suite, path_in_suite + (name,), lit_config, config)

    def execute(self, test, lit_config):
        if test.path_in_suite[-1].endswith(".mlir"):
            return super().execute(test, lit_config)
        file = test.suite.getSourcePath(test.path_in_suite[:-2])
        case, what = test.path_in_suite[-2:]
        command = [self.tool, file, "--case=" + case]
        command.append("--expansion" if what == "form" else "--batch=" + what)
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode:
            return lit.Test.FAIL, " ".join(command) + "\n" + done.stdout + done.stderr
        return lit.Test.PASS, ""
