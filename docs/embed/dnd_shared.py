"""A model of dnd in Python, from its shared library. Needs NumPy; nothing is built.

    from dnd_shared import Model
    model = Model("./libdigits.so", weights="runs/first")
    logits = model.predict(images)                              # one array, or a dictionary by input and output
    gradients = model.gradients(images, cotangents=np.ones_like(logits))

Calls release the interpreter's lock, so that threads run side by side.
"""

import ctypes
import json
import os
import re

import numpy as np


class Error(Exception):
    """What the library says; `code` is the exit code of dnd for it."""

    def __init__(self, code, text):
        super().__init__(text)
        self.code = code


class Model:
    def __init__(self, library, weights=None, seed=0):
        stem = os.path.splitext(os.path.basename(library))[0]
        stem = stem[3:] if len(stem) > 3 and stem.startswith("lib") else stem
        self._prefix = re.sub(r"[^A-Za-z0-9]", "_", stem)
        if self._prefix[0].isdigit():
            self._prefix = "model_" + self._prefix
        self._library = ctypes.CDLL(os.path.abspath(library))
        for name, result in (("open", ctypes.c_void_p), ("describe", ctypes.c_void_p), ("parameter", ctypes.POINTER(ctypes.c_float)),
                             ("predict", ctypes.c_int), ("gradients", ctypes.c_int), ("set_parameter", ctypes.c_int),
                             ("close", None)):
            self._function(name).restype = result
        size = ctypes.c_int64()
        text = self._function("describe")(ctypes.byref(size))
        self.description = json.loads(ctypes.string_at(text, size.value))
        self.inputs = {i["name"]: tuple(i["shape"]) for i in self.description["inputs"]}
        self.outputs = {o["name"]: tuple(o["shape"]) for o in self.description["outputs"]}
        self.parameters = {p["path"]: tuple(p["shape"]) for p in self.description["params"]}
        error = ctypes.create_string_buffer(512)
        path = None if weights is None else os.fsencode(weights)
        self._model = self._function("open")(path, ctypes.c_uint64(seed), error, ctypes.c_size_t(len(error)))
        if not self._model:
            raise Error(3, error.value.decode())

    def close(self):
        if getattr(self, "_model", None):
            self._function("close")(ctypes.c_void_p(self._model))
            self._model = None

    __del__ = close

    def _function(self, name):
        return getattr(self._library, f"{self._prefix}_{name}")

    @staticmethod
    def _pointers(arrays):
        return (ctypes.c_void_p * len(arrays))(*[None if a is None else a.ctypes.data for a in arrays])

    @staticmethod
    def _arrays(given, shapes, what):
        """The arrays of `shapes` in their order, and the number of samples."""
        if not isinstance(given, dict):
            given = {next(iter(shapes)): given}
        arrays, count = [], None
        for name, shape in shapes.items():
            if name not in given:
                raise ValueError(f"{what} '{name}' is missing")
            array = np.ascontiguousarray(given[name], dtype=np.float32)
            if array.shape[1:] != shape or (count is not None and len(array) != count):
                raise ValueError(f"{what} '{name}' has shape {array.shape}, wanted (samples, {', '.join(map(str, shape))})")
            count = len(array)
            arrays.append(array)
        return arrays, count

    def _call(self, name, *arguments):
        error = ctypes.create_string_buffer(512)
        code = self._function(name)(ctypes.c_void_p(self._model), *arguments, error, ctypes.c_size_t(len(error)))
        if code:
            raise Error(code, error.value.decode())

    def predict(self, inputs):
        arrays, count = self._arrays(inputs, self.inputs, "input")
        outputs = {name: np.empty((count, *shape), np.float32) for name, shape in self.outputs.items()}
        self._call("predict", ctypes.c_int64(count), self._pointers(arrays), self._pointers(list(outputs.values())))
        return outputs if len(outputs) > 1 else next(iter(outputs.values()))

    def gradients(self, inputs, cotangents=None):
        """Of sum(cotangent * output): a dictionary by the paths of the parameters, and `input.NAME`."""
        arrays, count = self._arrays(inputs, self.inputs, "input")
        factors = None
        if cotangents is not None:
            factors, other = self._arrays(cotangents, self.outputs, "cotangent")
            if other != count:
                raise ValueError(f"{other} cotangents for {count} samples")
        found = {path: np.empty(shape, np.float32) for path, shape in self.parameters.items()}
        of_inputs = {f"input.{name}": np.empty((count, *shape), np.float32) for name, shape in self.inputs.items()}
        self._call("gradients", ctypes.c_int64(count), self._pointers(arrays), None if factors is None else self._pointers(factors),
                   None, self._pointers(list(found.values())), self._pointers(list(of_inputs.values())))
        return {**found, **of_inputs}

    def parameter(self, path):
        """A copy of a parameter."""
        shape = self.parameters[path]
        numbers = self._function("parameter")(ctypes.c_void_p(self._model), ctypes.c_int64(list(self.parameters).index(path)))
        return np.ctypeslib.as_array(numbers, (int(np.prod(shape, dtype=int)),)).reshape(shape).copy()

    def set_parameter(self, path, numbers):
        """Replaces a parameter; no other call may run meanwhile."""
        array = np.ascontiguousarray(numbers, dtype=np.float32)
        if array.shape != self.parameters[path]:
            raise ValueError(f"'{path}' has shape {self.parameters[path]}, not {array.shape}")
        index = list(self.parameters).index(path)
        code = self._function("set_parameter")(ctypes.c_void_p(self._model), ctypes.c_int64(index),
                                               array.ctypes.data_as(ctypes.POINTER(ctypes.c_float)))
        if code:
            raise Error(code, f"'{path}' cannot be set")
