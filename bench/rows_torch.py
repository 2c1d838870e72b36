"""The rows in PyTorch, eager and compiled: whole steps, the best formulations we know.

`rows_torch.py ROW THREADS`, see turns.py.
"""

import sys

import torch
import torch.nn.functional as F

from rows import ROWS
from turns import serve


def _weight(*shape, scale=0.03):
    return torch.nn.Parameter(torch.randn(*shape) * scale)


def quadratic(row):
    d, J = row.defines["d"], row.defines["J"]
    inside = row.network == "QuadraticInside"

    def parameters(*shape):
        p = [_weight(*shape, scale=1e-3), _weight(J, d), torch.nn.Parameter(torch.zeros(J))]
        return p + ([torch.nn.Parameter(torch.ones(d))] if inside else [])

    def wrap(form):
        def forward(p, x):
            if inside:
                x = x * p[3]
            return form(p[0], x) + F.linear(x, p[1], p[2])
        return forward

    def gemm(A, x):
        t = F.linear(x, A.view(J * d, d)).view(-1, J, d)
        return (t * x.unsqueeze(1)).sum(-1)

    def gemm_bmm(A, x):
        t = F.linear(x, A.view(J * d, d)).view(-1, J, d)
        return torch.bmm(t, x.unsqueeze(-1)).squeeze(-1)

    def features(A, x):
        return F.linear((x.unsqueeze(2) * x.unsqueeze(1)).flatten(1), A.view(J, d * d))

    forms = {"GEMM + reduce": gemm, "GEMM + bmm": gemm_bmm}
    if d <= 128:
        forms["outer product + GEMM"] = features
    return {name: (parameters(J, d, d), wrap(form)) for name, form in forms.items()}


def low_rank(row):
    d, J, R = row.defines["d"], row.defines["J"], row.defines["rank"]
    inside = row.network == "LowRankInside"

    def parameters(*shape):
        p = [_weight(*shape), _weight(J, R), _weight(J, d), torch.nn.Parameter(torch.zeros(J))]
        return p + ([torch.nn.Parameter(torch.ones(d))] if inside else [])

    def wrap(form):
        def forward(p, x):
            if inside:
                x = x * p[4]
            return form(p[0], p[1], x) + F.linear(x, p[2], p[3])
        return forward

    def linear(u, s, x):
        return (F.linear(x, u).view(-1, J, R).square() * s).sum(-1)

    def rank_first(u, s, x):
        return (F.linear(x, u).view(-1, R, J).square() * s.t()).sum(1)

    return {"linear, square, sum": (parameters(J * R, d), wrap(linear)),
            "linear by rank, square, sum": (parameters(R * J, d), wrap(rank_first))}


def product(row):
    d, J = row.defines["d"], row.defines["J"]

    def three(p, x):
        return F.linear(x, p[0]) * F.linear(x, p[1]) + F.linear(x, p[2])

    def one(p, x):
        a, b, c = F.linear(x, p[0]).chunk(3, dim=1)
        return a * b + c

    return {"three linear": ([_weight(J, d) for _ in range(3)], three),
            "one linear": ([_weight(3 * J, d)], one)}


def sparse(row):
    K, S = row.defines["K"], row.defines["S"]
    T, D, d = 16, K // S, 784
    index = torch.stack([torch.randperm(d)[:T] for _ in range(K)])
    flat = index.reshape(-1)

    def parameters(*shape):
        return [_weight(*shape), torch.nn.Parameter(torch.zeros(K)), _weight(S, D),
                torch.nn.Parameter(torch.zeros(S)), _weight(10, S), torch.nn.Parameter(torch.zeros(10))]

    def gather(p, x):
        h = F.leaky_relu((x.flatten(1)[:, index] * p[0]).sum(-1) + p[1], 0.1)
        s = F.leaky_relu((h.view(-1, S, D) * p[2]).sum(-1) + p[3], 0.1)
        return F.linear(s, p[4], p[5])

    def by_feature(p, x):
        rows = x.flatten(1).t().contiguous().index_select(0, flat).view(K, T, -1)
        h = F.leaky_relu(torch.einsum("kt,ktb->kb", p[0], rows) + p[1][:, None], 0.1)
        s = F.leaky_relu(torch.einsum("sd,sdb->sb", p[2], h.view(S, D, -1)) + p[3][:, None], 0.1)
        return F.linear(s.t(), p[4], p[5])

    columns = (torch.arange(K)[:, None] * d + index).reshape(-1)

    def scatter(p, x):
        W = torch.zeros(K * d).index_put((columns,), p[0].reshape(-1)).view(K, d)
        h = F.leaky_relu(F.linear(x.flatten(1), W, p[1]), 0.1)
        s = F.leaky_relu((h.view(-1, S, D) * p[2]).sum(-1) + p[3], 0.1)
        return F.linear(s, p[4], p[5])

    return {"gather": (parameters(K, T), gather), "gather, feature-major": (parameters(K, T), by_feature),
            "scatter to dense": (parameters(K, T), scatter)}


def hidden(row):
    d, h, J = row.defines["d"], row.defines["hidden"], row.defines["J"]
    p = [_weight(h, d), torch.nn.Parameter(torch.zeros(h)), _weight(J, h), torch.nn.Parameter(torch.zeros(J))]
    return {"linear": (p, lambda p, x: F.linear(F.relu(F.linear(x, p[0], p[1])), p[2], p[3]))}


FORMS = {"Quadratic": quadratic, "QuadraticInside": quadratic, "LowRank": low_rank,
         "LowRankInside": low_rank, "Product": product, "Sparse": sparse, "Hidden": hidden, "Tiny": hidden}


def optimizer(row, parameters):
    # One pass over all parameters: faster than the loops of the default.
    if row.optimizer == "adam":
        return torch.optim.Adam(parameters, lr=1e-3, fused=True)
    return torch.optim.SGD(parameters, lr=0.01, fused=True)


def make_step(row, parameters, loss, x, y):
    optimiser = optimizer(row, parameters)

    def step():
        optimiser.zero_grad(set_to_none=True)
        loss(parameters, x, y).backward()
        optimiser.step()

    return step


def main():
    row, threads = ROWS[sys.argv[1]], int(sys.argv[2])
    torch.set_num_threads(threads)
    torch.manual_seed(0)
    x = torch.rand(row.batch, *row.inputs)
    y = torch.randint(0, row.classes, (row.batch,))
    steps = {}
    for name, (parameters, forward) in FORMS[row.network](row).items():
        def loss(p, x, y, forward=forward):
            return F.cross_entropy(forward(p, x), y)

        steps[name] = (make_step(row, parameters, loss, x, y), 1)
        own = [torch.nn.Parameter(p.detach().clone()) for p in parameters]
        compiled = torch.compile(loss, dynamic=False)
        steps["compile: " + name] = (make_step(row, own, compiled, x, y), 1)
    serve(steps, {"name": "PyTorch", "version": torch.__version__, "threads": torch.get_num_threads()})


if __name__ == "__main__":
    main()
