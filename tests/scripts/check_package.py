"""The Debian package and the archive, made and tried in a bare Debian (scripts/package, scripts/try-package)."""

import os
import shutil
import subprocess

import report


def why_not():
    """What is missing for a bare system, or nothing."""
    if os.geteuid() != 0:
        return "only root can enter a bare system"
    if not shutil.which("debootstrap"):
        return "debootstrap is not installed"
    if subprocess.run(["apt-get", "-qq", "update"], capture_output=True).returncode:
        return "apt cannot read its archive"
    return ""


def check(root, build, out):
    made = subprocess.run([os.path.join(root, "scripts", "package"), "--build", build], capture_output=True, text=True)
    out.check("scripts/package", [made.stdout[-2000:] + made.stderr[-2000:]] if made.returncode else [])
    if reason := why_not():
        out.add("SKIP", "scripts/try-package", reason)
    elif not made.returncode:
        tried = subprocess.run([os.path.join(root, "scripts", "try-package"), "--build", build],
                               capture_output=True, text=True)
        out.check("scripts/try-package", [tried.stdout[-2000:] + tried.stderr[-2000:]] if tried.returncode else [])


if __name__ == "__main__":
    report.main("package", __doc__, check)
