"""The cases of the GPU benchmark that have no convolution.

`flops` and `bytes` are what the algorithm itself needs for one step (multiply and
add are two), so that the share of the roof does not flatter a wasteful kernel:
the symmetric half of a quadratic form, the live synapses of a dendrite.
`bytes` counts each weight and optimiser number that must move once, and the batch.
"""

STEP = "train_step"  # forward, loss, gradients of the weights, Adam
GRAD = "grad_cotangent"  # forward, gradients of weights and inputs


class Case:
    def __init__(self, name, network, batch, entry, **sizes):
        self.name, self.network, self.batch, self.entry, self.sizes = name, network, batch, entry, sizes

    def tiny(self):
        """The same case in a size that an emulated GPU runs."""
        small = {key: min(value, limit) for (key, value), limit in
                 ((item, {"d": 17, "J": 3, "R": 2, "D": 16, "S": 4, "hidden": 9}.get(item[0], 4))
                  for item in self.sizes.items())}
        return Case(self.name, self.network, min(self.batch, 5), self.entry, **small)

    def weights(self):
        s = self.sizes
        return {"Quadratic": lambda: s["J"] * s["d"] * (s["d"] + 1) // 2,
                "LowRank": lambda: s["J"] * s["R"] * s["d"],
                "Product": lambda: 3 * s["J"] * s["d"],
                "Dendrites": lambda: 17 * s["D"] + s["D"] + s["S"] + 10 * s["S"] + 10,
                "Mlp": lambda: s["hidden"] * (s["d"] + 1 + s["J"]) + s["J"]}[self.network]()

    def inputs(self):
        return 784 if self.network == "Dendrites" else self.sizes["d"]

    def outputs(self):
        return 10 if self.network == "Dendrites" else self.sizes["J"]

    def flops(self):
        # Two for each weight and sample forward, two for its gradient, two for the
        # gradient of the inputs where it is taken.
        return 2 * self.batch * self.weights() * (3 if self.entry == GRAD else 2)

    def bytes(self):
        # Adam: weight, two moments read and written; else the weight read and its
        # gradient written.
        each = 24 if self.entry == STEP else 8
        return each * self.weights() + 4 * self.batch * (self.inputs() + self.outputs())


CASES = [
    Case("Q1", "Quadratic", 128, STEP, d=784, J=10),
    Case("Q2", "Quadratic", 128, GRAD, d=512, J=10),
    Case("Q3", "Quadratic", 128, GRAD, d=512, J=100),
    Case("Q4", "Quadratic", 128, GRAD, d=512, J=1000),
    Case("Q5", "Quadratic", 1024, GRAD, d=512, J=1000),
    Case("Q6", "Quadratic", 1024, STEP, d=784, J=10),
    Case("Q7", "Quadratic", 4096, GRAD, d=64, J=64),
    Case("L1", "LowRank", 128, STEP, d=784, J=10, R=10),
    Case("L2", "LowRank", 128, STEP, d=784, J=512, R=10),
    Case("L3", "LowRank", 128, GRAD, d=512, J=100, R=4),
    Case("L4", "LowRank", 1024, GRAD, d=512, J=1000, R=4),
    Case("L5", "LowRank", 4096, GRAD, d=1024, J=1024, R=8),
    Case("L6", "LowRank", 128, GRAD, d=784, J=64, R=32),
    Case("L7", "Product", 128, STEP, d=784, J=512),
    Case("S1", "Dendrites", 128, STEP, D=512, S=64),
    Case("S2", "Dendrites", 128, STEP, D=32768, S=512),
    Case("N1", "Mlp", 128, STEP, d=784, hidden=512, J=10),
    Case("N2", "Mlp", 32, STEP, d=16, hidden=32, J=2),
]
