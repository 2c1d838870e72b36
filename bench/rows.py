"""The rows of the table: a form, its sizes, and what a step of it needs.

`flops` is the least arithmetic of the best known algorithm: triangles of quadratic forms, real
synapses only, no gradient of the data. `bytes` is what the optimiser alone moves: parameters and
its state once into the processor and once out of it.
"""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Row:
    name: str
    title: str
    network: str  # of rows.dnd
    batch: int
    inputs: tuple  # shape of a sample
    classes: int
    flops: float
    parameters: int
    bar: float  # wanted ratio to the best peer
    optimizer: str = "adam"
    defines: dict = field(default_factory=dict)

    @property
    def bytes(self):
        return 2 * 4 * self.parameters * (3 if self.optimizer == "adam" else 1)


def quadratic(name, bar, d, J, batch, inside):
    """Forward and gradient of A over triangles; inside of a network also the gradient of x."""
    triangle = d * (d + 1) // 2
    flops = 2 * batch * J * (triangle + d) * (3 if inside else 2)
    title = f"{d} -> {J} quadratic + linear, batch {batch}" + (", dx" if inside else "")
    return Row(name, title, "QuadraticInside" if inside else "Quadratic", batch, (d,), J, flops,
               J * (d * d + d + 1) + (d if inside else 0), bar, defines={"d": d, "J": J})


def low_rank(name, bar, d, J, rank, batch=128, inside=False):
    flops = 2 * batch * J * (rank + 1) * d * (3 if inside else 2)
    title = f"{d} -> {J}, rank {rank}" + (", dx" if inside else "")
    return Row(name, title, "LowRankInside" if inside else "LowRank", batch, (d,), J, flops,
               J * (rank * (d + 1) + d + 1) + (d if inside else 0), bar,
               defines={"d": d, "J": J, "rank": rank})


def product(name, bar, d, J, batch=128):
    return Row(name, f"product of two projections + linear, {d} -> {J}", "Product", batch, (d,), J,
               2 * 2 * batch * 3 * J * d, 3 * J * d, bar, defines={"d": d, "J": J})


def sparse(name, bar, K, S, batch=128, synapses=16, classes=10):
    first, head = K * synapses, S * classes
    return Row(name, f"{K} dendrites of {synapses}, {S} somata", "Sparse", batch, (28, 28), classes,
               2 * batch * (2 * first + 3 * K + 3 * head),
               first + 2 * K + S + head + classes, bar, defines={"K": K, "S": S})


def hidden(name, bar, d, h, J, batch, network, optimizer):
    return Row(name, f"{d} - {h} - {J}, ReLU, batch {batch}", network, batch, (d,), J,
               2 * batch * (2 * d * h + 3 * h * J), d * h + h + h * J + J, bar, optimizer,
               {"d": d, "hidden": h, "J": J})


ROWS = {row.name: row for row in (
    quadratic("Q1", 2.0, 784, 10, 128, False),
    quadratic("Q2", 2.2, 512, 10, 128, True),
    quadratic("Q3", 2.2, 512, 100, 128, True),
    quadratic("Q6", 2.2, 784, 10, 1024, False),
    quadratic("Q7", 4.5, 64, 64, 4096, True),
    low_rank("L1", 2.5, 784, 10, 10),
    low_rank("L2", 1.3, 784, 512, 10),
    low_rank("L3", 1.6, 512, 100, 4, inside=True),
    low_rank("L6", 1.25, 784, 64, 32),
    product("L7", 1.3, 784, 512),
    sparse("S1", 10, 512, 64),
    sparse("S2", 18, 32768, 512),
    hidden("N1", 1.3, 784, 512, 10, 128, "Hidden", "adam"),
    hidden("N2", 8, 16, 32, 2, 32, "Tiny", "sgd"),
)}
