"""PyTorch formulations of the benchmark cases: whole training steps in eager mode.

Each function named like a case gives {formulation: step}. A step is forward, cross-entropy,
backward and optimiser on one fixed random batch, as a researcher would write it.

As a program it is the other side of bench/run.py: `peers.py CASE BATCH THREADS` builds the
formulations, warms them up, then answers each line `REPEAT` on standard input by one line of
JSON, {formulation: [milliseconds, ...]}.
"""

import json
import math
import sys
import time

import torch
import torch.nn.functional as F


def _batch(batch, d, classes):
    g = torch.Generator().manual_seed(1)
    x = torch.rand(batch, d, generator=g)
    y = torch.randint(0, classes, (batch,), generator=g)
    return x, y


def _step(params, optimizer, forward, x, y):
    def step():
        optimizer.zero_grad(set_to_none=True)
        loss = F.cross_entropy(forward(x), y)
        loss.backward()
        optimizer.step()
        return loss

    return step


def _sgd(params, lr=0.01):
    return torch.optim.SGD(params, lr=lr)


def _adam(params, lr=1e-3):
    return torch.optim.Adam(params, lr=lr)


def diqnn(batch, d=784, J=10):
    """DIQNN: y_j = x'A_j x, SGD."""
    x, y = _batch(batch, d, J)
    cases = {}

    A = torch.nn.Parameter(torch.randn(J, d, d) * 1e-3)
    cases["einsum"] = _step([A], _sgd([A]), lambda v: torch.einsum("bi,jik,bk->bj", v, A, v), x, y)

    B = torch.nn.Parameter(torch.randn(J, d, d) * 1e-3)

    def gemm(v):
        t = F.linear(v, B.reshape(J * d, d)).view(-1, J, d)
        return (t * v.unsqueeze(1)).sum(-1)

    cases["GEMM + reduce"] = _step([B], _sgd([B]), gemm, x, y)

    C = torch.nn.Parameter(torch.randn(J, d, d) * 1e-3)

    def gemm_einsum(v):
        t = F.linear(v, C.reshape(J * d, d)).view(-1, J, d)
        return torch.einsum("bjk,bk->bj", t, v)

    cases["GEMM + einsum"] = _step([C], _sgd([C]), gemm_einsum, x, y)

    D = torch.nn.Parameter(torch.randn(J, d, d) * 1e-3)
    cases["bmm"] = _step([D], _sgd([D]), lambda v: (torch.matmul(v, D) * v).sum(-1).t(), x, y)
    return cases


def low_rank(batch, d=784, J=10, R=10):
    """Low-Rank DIQNN: y_j = sum_r (u_jr.x)^2, SGD."""
    x, y = _batch(batch, d, J)
    cases = {}
    u = torch.nn.Parameter((torch.rand(J * R, d) * 2 - 1) / d**0.5)
    cases["linear + square + sum"] = _step(
        [u], _sgd([u]), lambda v: F.linear(v, u).view(-1, J, R).square().sum(-1), x, y)
    w = torch.nn.Parameter((torch.rand(J, R, d) * 2 - 1) / d**0.5)

    def einsum(v):
        p = torch.einsum("bi,jri->bjr", v, w)
        return (p * p).sum(-1)

    cases["einsum"] = _step([w], _sgd([w]), einsum, x, y)
    return cases


def dann(batch, D=8, S=256, d=784, classes=10, synapses=16):
    """dANN-LRF, Adam: masked dense layers (the authors' way) and gathers."""
    x, y = _batch(batch, d, classes)
    K = D * S
    g = torch.Generator().manual_seed(2)
    index = torch.stack([torch.randperm(d, generator=g)[:synapses] for _ in range(K)])
    cases = {}

    def glorot(rows, cols, *shape):
        return torch.nn.Parameter((torch.rand(*shape) * 2 - 1) * (6 / (rows + cols)) ** 0.5)

    def head():
        return glorot(S, classes, classes, S), torch.nn.Parameter(torch.zeros(classes))

    # gathers: only real synapses exist
    w, b = glorot(d, K, K, synapses), torch.nn.Parameter(torch.zeros(K))
    v, c = glorot(K, S, S, D), torch.nn.Parameter(torch.zeros(S))
    o, e = head()

    def gather(t):
        h = F.leaky_relu((t[:, index] * w).sum(-1) + b, 0.1)
        s = F.leaky_relu((h.view(-1, S, D) * v).sum(-1) + c, 0.1)
        return F.linear(s, o, e)

    p = [w, b, v, c, o, e]
    cases["gather"] = _step(p, _adam(p), gather, x, y)

    # gathers, feature-major
    w2, b2 = glorot(d, K, K, synapses), torch.nn.Parameter(torch.zeros(K))
    v2, c2 = glorot(K, S, S, D), torch.nn.Parameter(torch.zeros(S))
    o2, e2 = head()
    flat = index.reshape(-1)

    def gather_features(t):
        rows = t.t().contiguous().index_select(0, flat).view(K, synapses, -1)
        h = F.leaky_relu(torch.einsum("kt,ktb->kb", w2, rows) + b2[:, None], 0.1)
        s = F.leaky_relu(torch.einsum("sd,sdb->sb", v2, h.view(S, D, -1)) + c2[:, None], 0.1)
        return F.linear(s.t(), o2, e2)

    p2 = [w2, b2, v2, c2, o2, e2]
    cases["gather, feature-major"] = _step(p2, _adam(p2), gather_features, x, y)

    # masked dense, gradients masked before Adam
    m1 = torch.zeros(K, d).scatter_(1, index, 1.0)
    m2 = torch.zeros(S, K)
    for s in range(S):
        m2[s, s * D:(s + 1) * D] = 1
    W1 = torch.nn.Parameter(glorot(d, K, K, d).data * m1)
    W2 = torch.nn.Parameter(glorot(K, S, S, K).data * m2)
    B1, B2 = torch.nn.Parameter(torch.zeros(K)), torch.nn.Parameter(torch.zeros(S))
    o3, e3 = head()
    p3 = [W1, B1, W2, B2, o3, e3]
    opt = _adam(p3)

    def masked():
        opt.zero_grad(set_to_none=True)
        h = F.leaky_relu(F.linear(x, W1, B1), 0.1)
        s = F.leaky_relu(F.linear(h, W2, B2), 0.1)
        loss = F.cross_entropy(F.linear(s, o3, e3), y)
        loss.backward()
        W1.grad *= m1
        W2.grad *= m2
        opt.step()
        return loss

    cases["masked dense"] = masked
    return cases


def relu_net(batch, d=784, hidden=8000, classes=10):
    """Two-layer ReLU net without biases, SGD."""
    x, y = _batch(batch, d, classes)
    w1 = torch.nn.Parameter((torch.rand(hidden, d) * 2 - 1) / d**0.5)
    w2 = torch.nn.Parameter((torch.rand(classes, hidden) * 2 - 1) / hidden**0.5)
    p = [w1, w2]
    return {"linear": _step(p, _sgd(p), lambda v: F.linear(F.relu(F.linear(v, w1)), w2), x, y)}


def _measure(step, calls):
    """Milliseconds of one step, over `calls` of them."""
    start = time.perf_counter()
    for _ in range(calls):
        step()
    return (time.perf_counter() - start) / calls * 1e3


def main():
    case, batch, threads = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    torch.set_num_threads(threads)
    torch.manual_seed(0)
    steps = globals()[case](batch)
    calls = {}
    for name, step in steps.items():
        # As `MODEL bench` does: the first calls warm up, a measurement lasts 5 ms or more.
        once = min(_measure(step, 3), _measure(step, 3))
        calls[name] = max(1, math.ceil(5 / once))
    print(json.dumps({"torch": torch.__version__, "threads": torch.get_num_threads()}), flush=True)
    for line in sys.stdin:
        times = {}
        for name, step in steps.items():
            _measure(step, 2)  # the caches hold another formulation's weights
            times[name] = [_measure(step, calls[name]) for _ in range(int(line))]
        print(json.dumps(times), flush=True)


if __name__ == "__main__":
    main()
