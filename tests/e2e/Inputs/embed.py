"""The NumPy wrapper and the C example against the executable, bit for bit; gradients against `forward --gradients`.

    embed.py DIR PROGRAM      DIR holds libdigits.so, digits.h, samples.npz, run, predict
"""

import os
import subprocess
import sys
import threading

import numpy as np

sys.path.insert(0, os.path.join(os.environ["DND_SOURCE"], "docs", "embed"))
from dnd_shared import Error, Model  # noqa: E402


def main(folder, program):
    os.chdir(folder)
    samples = dict(np.load("libdigits.samples.npz"))
    images, wanted = samples["input.image"], samples["f32.logits"]
    model = Model("./libdigits.so", weights="run")
    assert model.inputs == {"image": (8, 8)} and model.outputs == {"logits": (10,)}
    results = [None] * 4

    def work(i):
        for _ in range(20):
            results[i] = model.predict(images)
    threads = [threading.Thread(target=work, args=(i,)) for i in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for found in results:
        assert found.tobytes() == wanted.tobytes(), np.abs(found - wanted).max()

    # The C program, from four threads.
    images.tofile("samples.f32")
    text = subprocess.run(["./predict", "run", "samples.f32"], check=True, capture_output=True, text=True).stdout
    found = np.array([[np.float32(x) for x in line.split(",")] for line in text.split()], np.float32)
    assert found.tobytes() == wanted.tobytes()

    # Gradients.
    np.save("x.npy", images)
    cotangents = np.linspace(-1, 1, wanted.size, dtype=np.float32).reshape(wanted.shape)
    np.save("c.npy", cotangents)
    subprocess.run([program, "forward", "--weights", "run", "--input", "x.npy", "--cotangent", "logits=c.npy", "--device", "cpu",
                    "--output", "y.npz", "--gradients", "g.npz"], check=True)
    gradients = model.gradients(images, cotangents)
    for name, array in dict(np.load("g.npz")).items():
        assert np.abs(array).max() > 0 and gradients[name].tobytes() == array.tobytes(), name

    # Parameters, and what is wrong.
    path = next(iter(model.parameters))
    model.set_parameter(path, np.zeros(model.parameters[path], np.float32))
    assert not model.parameter(path).any() and model.predict(images).tobytes() != wanted.tobytes()
    for action, what in ((lambda: Model("./libdigits.so", weights="nothing"), "nothing"),
                         (lambda: Model("./libdigits.so", weights="digits.dnd"), "digits.dnd")):
        try:
            action()
            raise AssertionError("not refused")
        except Error as error:
            assert what in str(error), error
    try:
        model.predict(images[:, :4])
        raise AssertionError("not refused")
    except ValueError as error:
        assert "wanted (samples, 8, 8)" in str(error)
    assert model.predict(images[:0]).shape == (0, 10)
    names = subprocess.run(["nm", "-D", "--defined-only", "libdigits.so"], check=True, capture_output=True, text=True).stdout
    seen = sorted(line.split()[-1] for line in names.splitlines() if line.split()[-2] in "TtDdBbRr")
    assert seen == sorted("digits_" + n for n in ("open", "close", "predict", "gradients", "parameter", "set_parameter", "describe")), seen


if __name__ == "__main__":
    main(*sys.argv[1:])
