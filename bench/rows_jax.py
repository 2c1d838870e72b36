"""The rows in JAX: whole steps under jit; small networks also a hundred steps in one scan.

`rows_jax.py ROW THREADS`, see turns.py. The threads are those of the cores that the process may use.
"""

import sys

import jax
import jax.numpy as jnp
import numpy as np

from rows import ROWS
from turns import serve

random = np.random.default_rng(0)


def _weight(*shape, scale=0.03):
    return jnp.asarray(random.standard_normal(shape, dtype=np.float32) * scale)


def quadratic(row):
    d, J = row.defines["d"], row.defines["J"]
    inside = row.network == "QuadraticInside"

    def parameters(*shape):
        p = [_weight(*shape, scale=1e-3), _weight(d, J), jnp.zeros(J)]
        return p + ([jnp.ones(d)] if inside else [])

    def wrap(form):
        def forward(p, x):
            if inside:
                x = x * p[3]
            return form(p[0], x) + x @ p[1] + p[2]
        return forward

    def gemm(A, x):  # A: [d, J d]
        return ((x @ A).reshape(-1, J, d) * x[:, None, :]).sum(-1)

    def gemm_transposed(A, x):  # A: [J d, d]
        return ((x @ A.T).reshape(-1, J, d) * x[:, None, :]).sum(-1)

    def einsum(A, x):
        return jnp.einsum("bi,jik,bk->bj", x, A, x)

    def features(A, x):
        return (x[:, :, None] * x[:, None, :]).reshape(-1, d * d) @ A

    forms = {"GEMM + reduce": (gemm, (d, J * d)), "GEMM' + reduce": (gemm_transposed, (J * d, d))}
    if d <= 128:
        forms["einsum"] = einsum, (J, d, d)
        forms["outer product + GEMM"] = features, (d * d, J)
    return {name: (parameters(*shape), wrap(form)) for name, (form, shape) in forms.items()}


def low_rank(row):
    d, J, R = row.defines["d"], row.defines["J"], row.defines["rank"]
    inside = row.network == "LowRankInside"

    def parameters():
        p = [_weight(d, J * R), _weight(J, R), _weight(d, J), jnp.zeros(J)]
        return p + ([jnp.ones(d)] if inside else [])

    def wrap(form):
        def forward(p, x):
            if inside:
                x = x * p[4]
            return form(p[0], p[1], x) + x @ p[2] + p[3]
        return forward

    def linear(u, s, x):
        return (jnp.square((x @ u).reshape(-1, J, R)) * s).sum(-1)

    def rank_first(u, s, x):
        return (jnp.square((x @ u).reshape(-1, R, J)) * s.T).sum(1)

    return {"linear, square, sum": (parameters(), wrap(linear)),
            "linear by rank, square, sum": (parameters(), wrap(rank_first))}


def product(row):
    d, J = row.defines["d"], row.defines["J"]

    def one(p, x):
        a, b, c = jnp.split(x @ p[0], 3, axis=1)
        return a * b + c

    return {"three linear": ([_weight(d, J) for _ in range(3)], lambda p, x: (x @ p[0]) * (x @ p[1]) + x @ p[2]),
            "one linear": ([_weight(d, 3 * J)], one)}


def sparse(row):
    K, S = row.defines["K"], row.defines["S"]
    T, D, d = 16, K // S, 784
    index = jnp.asarray(np.stack([random.permutation(d)[:T] for _ in range(K)]))

    def parameters():
        return [_weight(K, T), jnp.zeros(K), _weight(S, D), jnp.zeros(S), _weight(S, 10), jnp.zeros(10)]

    def rest(p, h):
        h = jax.nn.leaky_relu(h + p[1], 0.1)
        s = jax.nn.leaky_relu((h.reshape(-1, S, D) * p[2]).sum(-1) + p[3], 0.1)
        return s @ p[4] + p[5]

    def gather(p, x):
        return rest(p, (x.reshape(-1, d)[:, index] * p[0]).sum(-1))

    def by_feature(p, x):
        return rest(p, jnp.einsum("kt,ktb->bk", p[0], x.reshape(-1, d).T[index]))

    def scatter(p, x):
        W = jnp.zeros((d, K)).at[index, jnp.arange(K)[:, None]].set(p[0])
        return rest(p, x.reshape(-1, d) @ W)

    return {"gather": (parameters(), gather), "gather, feature-major": (parameters(), by_feature),
            "scatter to dense": (parameters(), scatter)}


def hidden(row):
    d, h, J = row.defines["d"], row.defines["hidden"], row.defines["J"]
    p = [_weight(d, h), jnp.zeros(h), _weight(h, J), jnp.zeros(J)]
    return {"linear": (p, lambda p, x: jax.nn.relu(x @ p[0] + p[1]) @ p[2] + p[3])}


FORMS = {"Quadratic": quadratic, "QuadraticInside": quadratic, "LowRank": low_rank,
         "LowRankInside": low_rank, "Product": product, "Sparse": sparse, "Hidden": hidden, "Tiny": hidden}


def sgd(gradients, state):
    parameters, = state
    return (jax.tree.map(lambda p, g: p - 0.01 * g, parameters, gradients),)


def adam(gradients, state, lr=1e-3, b1=0.9, b2=0.999, eps=1e-8):
    parameters, m, v, t = state
    t = t + 1
    m = jax.tree.map(lambda m, g: b1 * m + (1 - b1) * g, m, gradients)
    v = jax.tree.map(lambda v, g: b2 * v + (1 - b2) * g * g, v, gradients)
    c1, c2 = lr / (1 - b1**t), 1 / (1 - b2**t)
    update = jax.tree.map(lambda p, m, v: p - c1 * m / (jnp.sqrt(v * c2) + eps), parameters, m, v)
    return update, m, v, t


class Step:
    """A call of a jitted step that owns its parameters and gives their memory to the next."""

    def __init__(self, row, parameters, forward, x, y, scanned):
        def loss(p, x, y):
            logits = forward(p, x)
            chosen = jnp.take_along_axis(jax.nn.log_softmax(logits), y[:, None], 1)
            return -chosen.mean()

        update = adam if row.optimizer == "adam" else sgd

        def one(state, x, y):
            value, gradients = jax.value_and_grad(loss)(state[0], x, y)
            return update(gradients, state), value

        def many(state, x, y):
            return jax.lax.scan(lambda s, _: one(s, x, y), state, None, length=scanned)

        self.function = jax.jit(many if scanned > 1 else one, donate_argnums=0)
        parameters = jax.tree.map(jnp.copy, parameters)
        self.state = (parameters,)
        if row.optimizer == "adam":
            zeros = jax.tree.map(jnp.zeros_like, parameters)
            self.state = (parameters, zeros, jax.tree.map(jnp.copy, zeros), jnp.zeros(()))
        self.x, self.y = x, y

    def __call__(self):
        self.state, value = self.function(self.state, self.x, self.y)
        value.block_until_ready()


def main():
    row, threads = ROWS[sys.argv[1]], int(sys.argv[2])
    x = jnp.asarray(random.random((row.batch, *row.inputs), dtype=np.float32))
    y = jnp.asarray(random.integers(0, row.classes, row.batch))
    steps = {}
    for name, (parameters, forward) in FORMS[row.network](row).items():
        steps["jit: " + name] = (Step(row, parameters, forward, x, y, 1), 1)
        if row.flops < 1e6:  # what a step's call costs would hide the step
            steps["scan: " + name] = (Step(row, parameters, forward, x, y, 100), 100)
    serve(steps, {"name": "JAX", "version": jax.__version__, "threads": threads})


if __name__ == "__main__":
    main()
