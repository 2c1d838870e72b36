"""Each template of dnd new is in canonical layout and learns the digits in three epochs. templates.py FOLDER DND"""

import json
import subprocess
import sys


def main(folder, dnd):
    for kind in ("dense", "quadratic", "dendritic", "conv"):
        def run(*words):
            return subprocess.run([dnd, *words], cwd=folder, check=True, capture_output=True, text=True).stdout
        run("new", kind, "--template", kind)
        run("fmt", "--check", kind + ".dnd")
        said = run("train", kind + ".dnd", "--cuda=off", "--epochs", "3", "--seed", "1", "--quiet", "--json", "--out", "runs/" + kind)
        accuracy = json.loads(said)["metrics"]["test_accuracy"]
        assert accuracy > 0.75, (kind, accuracy)
        print(kind, "learns")


if __name__ == "__main__":
    main(*sys.argv[1:])
