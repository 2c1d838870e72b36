"""The same steps by PyTorch and JAX on the same GPU, and the GPU's roofs.

    peers.py --cases Q1,N1 --budget 200

One JSON object a line. Peers: `eager` (PyTorch, fused Adam), `compiled` (torch.compile,
reduce-overhead, the optimiser compiled too), `graphed` (the eager step captured once as a
CUDA graph), `jax` (jit, one call a step, arguments donated). All in f32 without TF32, the
best formulation that the library offers: a quadratic form is one large product and a
reduction; sparse dendrites are masked dense layers, as published code has them. What is
missing or fails is said and left out.
"""

import argparse
import json
import sys
import time

import cases


def say(**item):
    print(json.dumps(item), flush=True)


def summary(times):
    times = sorted(times)
    return {"median_us": times[len(times) // 2] * 1e6, "min_us": times[0] * 1e6}


class Clock:
    """Splits the time that is left fairly."""

    def __init__(self, budget, jobs):
        self.end, self.jobs = time.time() + budget, jobs

    def share(self):
        self.jobs -= 1
        return max(0.5, (self.end - time.time()) / (self.jobs + 1))

    def over(self):
        return time.time() > self.end


def timed(step, synchronize, seconds, calls=20):
    """Seconds of a step: the median of samples that each run for at least 10 ms."""
    for _ in range(3):
        step()
    synchronize()
    start = time.perf_counter()
    for _ in range(calls):
        step()
    synchronize()
    once = (time.perf_counter() - start) / calls
    calls = max(1, min(2000, int(0.01 / once)))
    times, begin = [], time.perf_counter()
    while len(times) < 9 or (len(times) < 30 and time.perf_counter() - begin < seconds):
        start = time.perf_counter()
        for _ in range(calls):
            step()
        synchronize()
        times.append((time.perf_counter() - start) / calls)
        if time.perf_counter() - begin > 3 * seconds:
            break
    return summary(times)


# --- PyTorch -----------------------------------------------------------------


def torch_model(torch, case):
    """(parameters, function of the inputs) of a case."""
    size, rand = case.sizes, lambda *n: torch.nn.Parameter(0.02 * torch.randn(*n, device="cuda"))
    if case.network == "Quadratic":
        J, d = size["J"], size["d"]
        a = rand(d, J * d)
        return [a], lambda x: ((x @ a).view(-1, J, d) * x[:, None, :]).sum(-1)
    if case.network == "LowRank":
        J, R = size["J"], size["R"]
        u = rand(size["d"], J * R)
        return [u], lambda x: (x @ u).view(-1, J, R).square().sum(-1)
    if case.network == "Product":
        a, b, c = (rand(size["d"], size["J"]) for _ in range(3))
        return [a, b, c], lambda x: (x @ a) * (x @ b) + x @ c
    if case.network == "Mlp":
        w, c = rand(size["d"], size["hidden"]), rand(size["hidden"])
        v, e = rand(size["hidden"], size["J"]), rand(size["J"])
        return [w, c, v, e], lambda x: torch.addmm(e, torch.relu(torch.addmm(c, x, w)), v)
    D, S = size["D"], size["S"]
    live = torch.zeros(784, D, device="cuda")
    live.scatter_(0, torch.rand(784, D, device="cuda").argsort(0)[:16], 1)
    block = (torch.arange(D, device="cuda")[:, None] * S // D == torch.arange(S, device="cuda")).float()
    w, c, v, e, o, q = rand(784, D), rand(D), rand(D, S), rand(S), rand(S, 10), rand(10)
    act = torch.nn.functional.leaky_relu

    def forward(x):
        d = act(torch.addmm(c, x, w * live), 0.1)
        return torch.addmm(q, act(torch.addmm(e, d, v * block), 0.1), o)
    return [w, c, v, e, o, q], forward


class TorchStep:
    def __init__(self, torch, case, compiled):
        self.torch, self.case = torch, case
        self.parameters, self.forward = torch_model(torch, case)
        self.x = torch.randn(case.batch, case.inputs(), device="cuda", requires_grad=case.entry == cases.GRAD)
        self.y = torch.randint(case.outputs(), (case.batch,), device="cuda")
        self.ones = torch.ones(case.batch, case.outputs(), device="cuda")
        self.optimizer = torch.optim.Adam(self.parameters, lr=1e-9, fused=True, capturable=True)
        self.objective, self.update = self.make_objective(), self.optimizer.step
        if compiled:
            self.objective = torch.compile(self.objective, mode="reduce-overhead")
            self.update = torch.compile(self.update)

    def make_objective(self):
        if self.case.entry == cases.GRAD:
            return lambda x: (self.forward(x) * self.ones).sum()
        return lambda x: self.torch.nn.functional.cross_entropy(self.forward(x), self.y)

    def __call__(self):
        for p in self.parameters:
            p.grad = None
        self.x.grad = None
        self.objective(self.x).backward()
        if self.case.entry == cases.STEP:
            self.update()


def graphed(torch, case):
    step = TorchStep(torch, case, compiled=False)
    side = torch.cuda.Stream()
    side.wait_stream(torch.cuda.current_stream())
    with torch.cuda.stream(side):
        for _ in range(3):
            step()
    torch.cuda.current_stream().wait_stream(side)
    graph = torch.cuda.CUDAGraph()
    with torch.cuda.graph(graph):
        step()
    return graph.replay


def run_torch(chosen, clock):
    try:
        import torch
    except ImportError as missing:
        return say(missing="torch", why=str(missing))
    if not torch.cuda.is_available():
        return say(missing="torch", why="it sees no GPU")
    torch.backends.cuda.matmul.allow_tf32 = False
    say(version="torch " + torch.__version__)
    roofs(torch)
    for peer, make in (("eager", lambda c: TorchStep(torch, c, False)), ("graphed", lambda c: graphed(torch, c)),
                       ("compiled", lambda c: TorchStep(torch, c, True))):
        for case in chosen:
            seconds = clock.share()
            if clock.over():
                say(case=case.name, peer=peer, error="no time left")
                continue
            try:
                say(case=case.name, peer=peer, **timed(make(case), torch.cuda.synchronize, min(1.0, seconds / 3)))
            except Exception as problem:  # a peer that fails is a result, not our end
                say(case=case.name, peer=peer, error=str(problem).strip().split("\n")[0][:300])
            torch.cuda.empty_cache()


def roofs(torch):
    """Arithmetic by large products of random numbers, memory by a copy of 1 GiB."""
    n, found = 8192, {}
    for name, dtype, tf32 in (("f32_flops", torch.float32, False), ("tf32_flops", torch.float32, True),
                              ("bf16_flops", torch.bfloat16, False)):
        torch.backends.cuda.matmul.allow_tf32 = tf32
        a, b = (torch.randn(n, n, device="cuda", dtype=dtype) for _ in range(2))
        found[name] = 2 * n ** 3 / (timed(lambda: torch.mm(a, b), torch.cuda.synchronize, 0.3, 3)["min_us"] * 1e-6)
    torch.backends.cuda.matmul.allow_tf32 = False
    source = torch.randn(1 << 28, device="cuda")
    target = torch.empty_like(source)
    found["bytes"] = 2 * 4 * (1 << 28) / (
        timed(lambda: target.copy_(source), torch.cuda.synchronize, 0.3, 3)["min_us"] * 1e-6)
    say(roofs=found)


# --- JAX ---------------------------------------------------------------------


def jax_model(jax, case, key):
    jnp, size = jax.numpy, case.sizes

    def rand(*n):
        nonlocal key
        key, now = jax.random.split(key)
        return 0.02 * jax.random.normal(now, n)
    if case.network == "Quadratic":
        J, d = size["J"], size["d"]
        return [rand(d, J * d)], lambda p, x: jnp.sum((x @ p[0]).reshape(-1, J, d) * x[:, None, :], -1)
    if case.network == "LowRank":
        J, R = size["J"], size["R"]
        return [rand(size["d"], J * R)], lambda p, x: jnp.sum(jnp.square((x @ p[0]).reshape(-1, J, R)), -1)
    if case.network == "Product":
        return [rand(size["d"], size["J"]) for _ in range(3)], lambda p, x: (x @ p[0]) * (x @ p[1]) + x @ p[2]
    if case.network == "Mlp":
        return ([rand(size["d"], size["hidden"]), rand(size["hidden"]), rand(size["hidden"], size["J"]), rand(size["J"])],
                lambda p, x: jax.nn.relu(x @ p[0] + p[1]) @ p[2] + p[3])
    D, S = size["D"], size["S"]
    live = (jnp.argsort(jnp.argsort(rand(784, D), 0), 0) < 16).astype(jnp.float32)
    block = (jnp.arange(D)[:, None] * S // D == jnp.arange(S)).astype(jnp.float32)

    def forward(p, x):
        d = jax.nn.leaky_relu(x @ (p[0] * live) + p[1], 0.1)
        return jax.nn.leaky_relu(d @ (p[2] * block) + p[3], 0.1) @ p[4] + p[5]
    return [rand(784, D), rand(D), rand(D, S), rand(S), rand(S, 10), rand(10)], forward


def jax_step(jax, case):
    jnp = jax.numpy
    key = jax.random.PRNGKey(0)
    p, forward = jax_model(jax, case, key)
    x = jax.random.normal(key, (case.batch, case.inputs()))
    y = jax.random.randint(key, (case.batch,), 0, case.outputs())
    if case.entry == cases.GRAD:
        gradient = jax.jit(jax.grad(lambda p, x: jnp.sum(forward(p, x)), argnums=(0, 1)))
        return lambda: gradient(p, x)

    def loss(p):
        return -jnp.mean(jnp.take_along_axis(jax.nn.log_softmax(forward(p, x)), y[:, None], 1))

    def update(state):
        p, m, v, t = state
        g = jax.grad(loss)(p)
        m = [0.9 * a + 0.1 * b for a, b in zip(m, g)]
        v = [0.999 * a + 0.001 * b * b for a, b in zip(v, g)]
        scale = 1e-9 * jnp.sqrt(1 - 0.999 ** t) / (1 - 0.9 ** t)
        return [a - scale * b / (jnp.sqrt(c) + 1e-8) for a, b, c in zip(p, m, v)], m, v, t + 1
    compiled = jax.jit(update, donate_argnums=0)
    state = (p, [jnp.zeros_like(a) for a in p], [jnp.zeros_like(a) for a in p], jnp.float32(1))

    def step():
        nonlocal state
        state = compiled(state)
        return state
    return step


def run_jax(chosen, clock):
    try:
        import jax
        if jax.default_backend() != "gpu":
            return say(missing="jax", why="it sees no GPU")
    except Exception as missing:
        return say(missing="jax", why=str(missing).split("\n")[0])
    jax.config.update("jax_default_matmul_precision", "highest")
    say(version="jax " + jax.__version__)
    for case in chosen:
        seconds = clock.share()
        if clock.over():
            say(case=case.name, peer="jax", error="no time left")
            continue
        try:
            step, last = jax_step(jax, case), [None]

            def call():
                last[0] = step()
            say(case=case.name, peer="jax", **timed(call, lambda: jax.block_until_ready(last[0]), min(1.0, seconds / 3)))
        except Exception as problem:
            say(case=case.name, peer="jax", error=str(problem).strip().split("\n")[0][:300])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", required=True)
    parser.add_argument("--budget", type=float, default=200)
    parser.add_argument("--tiny", action="store_true")
    args = parser.parse_args()
    names = args.cases.split(",")
    chosen = [case.tiny() if args.tiny else case for case in cases.CASES if case.name in names]
    clock = Clock(args.budget, 4 * len(chosen))
    run_torch(chosen, clock)
    run_jax(chosen, clock)
    return 0


if __name__ == "__main__":
    sys.exit(main())
