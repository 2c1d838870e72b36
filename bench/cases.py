"""The benchmark cases: which model against which formulations, and what a step needs.

`flops` and `bytes` are the least that the best known algorithm of a step needs: triangular
quadratic forms, real synapses only, no gradient of the image; parameters and optimiser state
once into the processor and once out of it.
"""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Case:
    name: str
    title: str
    model: str  # file in models/
    batch: int
    flops: float
    bytes: float
    network: str = ""
    defines: dict = field(default_factory=dict)


def diqnn(batch=64, d=784, classes=10):
    # forward and weight gradient, each over a triangle
    triangle = d * (d + 1) // 2
    return Case("diqnn", "DIQNN, 784 -> 10, SGD", "mnist_diqnn.dnd", batch,
                2 * 2 * batch * classes * triangle, 2 * 4 * classes * d * d)


def low_rank(batch=64, d=784, classes=10, rank=10):
    weights = classes * rank * d
    return Case("low_rank", "Low-Rank DIQNN, r = 10, SGD", "mnist_low_rank.dnd", batch,
                2 * 2 * batch * weights, 2 * 4 * weights, defines={"rank": rank})


def dann(batch=128, D=8, S=256, synapses=16, classes=10):
    first, second, head = D * S * synapses, D * S, S * classes
    weights = first + D * S + second + S + head + classes
    return Case("dann", "dANN-LRF, D = 8, S = 256, Adam", "dann.dnd", batch,
                2 * batch * (2 * first + 3 * second + 3 * head), 2 * 3 * 4 * weights,
                network="DANN", defines={"D": D, "S": S})


def relu_net(batch=64, d=784, hidden=8000, classes=10):
    return Case("relu_net", "784 - 8000 - 10, ReLU, SGD", "mnist_relu.dnd", batch,
                2 * batch * (2 * d * hidden + 3 * hidden * classes),
                2 * 4 * (d * hidden + hidden * classes), defines={"hidden": hidden})


CASES = {case.name: case for case in (diqnn(), low_rank(), dann(), relu_net())}
