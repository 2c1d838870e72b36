"""Networks of models/ and standard layers, held against independent PyTorch networks in float64.

    check_torch.py [--simt] CASE...      cases below, or `all`

Each case is written once more with PyTorch's functions, on the parameters by their paths. A small version of the
network is compiled; outputs and the gradients of all parameters and inputs must agree for training and evaluation:
f64 to 1e-7 (constants of the program, as 1/6, are f32), f32 to 1e-4 of the largest number of the tensor; with --simt f32 on
the emulated GPU, too. The program's own gradcheck, of both modes, must pass. Needs a Python with PyTorch.
"""

import json
import os
import sys
import tempfile

import numpy as np
import torch
import torch.nn.functional as F

from check_numeric import use_simt
from check_numpy import read_safetensors, run

torch.set_num_threads(1)
BATCH = 4
# Device, precision, and how far numbers may be apart.
RUNS = [("cpu", "f64", 1e-7), ("cpu", "f32", 1e-4), ("cuda", "f32", 1e-4)]


class Net:
    """PyTorch's functions on parameters by path."""

    def __init__(self, weights, training):
        self.w, self.training = weights, training

    def conv(self, path, x, stride=1, pad=0, groups=1, dilation=1):
        return F.conv2d(x, self.w[path + ".k"], self.w.get(path + ".b"), stride, pad, dilation, groups)

    def norm(self, path, x, eps=1e-5):
        w = self.w
        return F.batch_norm(x, w[path + ".running_mean"].clone(), w[path + ".running_var"].clone(),
                            w[path + ".gamma"], w[path + ".beta"], self.training, 0.1, eps)

    def channels(self, path, x, eps=1e-6):
        z = x.permute(0, 2, 3, 1)
        z = F.layer_norm(z, z.shape[-1:], self.w[path + ".gain"], self.w[path + ".bias"], eps)
        return z.permute(0, 3, 1, 2)

    def dense(self, path, x):
        return F.linear(x, self.w[path + ".w"], self.w.get(path + ".b"))

    def shortcut(self, path, x, O, stride, project=True):
        if stride == 1 and x.shape[1] == O:
            return x
        if project:
            return self.norm(path + ".norm", self.conv(path + ".conv2d", x, stride))
        return F.pad(x[:, :, ::stride, ::stride], (0, 0, 0, 0, 0, O - x.shape[1]))

    def basic(self, path, x, O, stride=1, conv=None, project=True, act=F.relu):
        conv = conv or self.conv
        h = act(self.norm(path + ".norm1", conv(path + ".conv1", x, stride, 1)))
        h = self.norm(path + ".norm2", conv(path + ".conv2", h, 1, 1))
        return act(h + self.shortcut(path + ".side", x, O, stride, project))

    def branch(self, path, x, width, stride=1, groups=1):
        h = F.relu(self.norm(path + ".norm1", self.conv(path + ".conv1", x)))
        h = F.relu(self.norm(path + ".norm2", self.conv(path + ".conv2", h, stride, 1, groups)))
        return self.norm(path + ".norm3", self.conv(path + ".conv3", h))

    def bottleneck(self, path, x, width, stride=1, expansion=4, groups=1):
        branch = self.branch(path + ".branch", x, width, stride, groups)
        return F.relu(branch + self.shortcut(path + ".side", x, expansion * width, stride)), branch

    def stem(self, path, x, stride=1, pad=1):
        return F.relu(self.norm(path + ".norm", self.conv(path + ".conv", x, stride, pad)))

    def squeeze_excite(self, path, x, act=F.relu, gate=torch.sigmoid):
        s = gate(self.dense(path + ".up", act(self.dense(path + ".down", x.mean((2, 3))))))
        return x * s[:, :, None, None]

    # Quadratic convolutions.

    def type2_4(self, path, x, stride=1, pad=0, groups=1):
        b = self.conv(path + ".b", x, stride, pad, groups)
        if path + ".b0" in self.w:
            b = b + self.w[path + ".b0"][:, None, None]
        return self.conv(path + ".a", x, stride, pad, groups) * b + self.conv(path + ".c", x * x, stride, pad, groups)

    def own(self, path, x, stride=1, pad=0, groups=1):
        a, b, c = (self.conv(f"{path}.{n}", x, stride, pad, groups) for n in "abc")
        if path + ".norm_a.gamma" in self.w:
            a, b, c = self.norm(path + ".norm_a", a), self.norm(path + ".norm_b", b), self.norm(path + ".norm_c", c)
        return a * b + c

    def quadratic(self, path, x):
        """N3, for each place the form of its channels."""
        return torch.einsum("oij,bipq,bjpq->bopq", self.w[path + ".K"], x, x)

    def window_form(self, matrix, z, H, W):
        return torch.einsum("oij,bil,bjl->bol", matrix, z, z).unflatten(2, (H, W))

    # Fusion.

    def project(self, path, x):
        y = torch.einsum("kc,bcp->bkp", self.w[path + ".W1"], x.flatten(2))
        return F.leaky_relu(y @ self.w[path + ".W2"], 0.01)

    def dendrites(self, path, T):
        w = self.w
        O = w[path + ".l"][:, None] * (w[path + ".W"] * T[:, None] + w[path + ".b"])
        return O.sum((2, 3))

    def dendrites_r1(self, path, T):
        w = self.w
        V = (w[path + ".l"][:, None] * (w[path + ".W"] * T + w[path + ".b"])).sum(1)
        return F.linear(tempered(V), w[path + ".H"], w[path + ".c"])

    def select(self, path, x, y, inner=True):
        s = (x + y).mean((2, 3))
        s = torch.softmax(s, 1) if inner else s
        z = F.relu(self.norm(path + ".z", s @ self.w[path + ".W1"].T))
        pair = torch.stack([z @ self.w[path + ".Wa"].T, z @ self.w[path + ".Wb"].T])
        a = torch.softmax(pair, 0)[:, :, :, None, None]
        return a[0] * x + a[1] * y

    def halve(self, path, x, kind="avg", norm=True):
        stride = 2 if kind.startswith("conv") else 1
        x = F.avg_pool2d(x, 2) if kind == "avg" else F.max_pool2d(x, 2) if kind == "max" else x
        y = self.conv(path + ".conv", x, stride)
        return self.norm(path + ".batch_norm", y) if norm else y

    def attention(self, path, x, heads):
        q, k, v = (self.dense(f"{path}.{n}", x).unflatten(2, (heads, -1)).transpose(1, 2)
                   for n in ("query", "key", "value"))
        p = torch.softmax(q @ k.transpose(2, 3) / q.shape[3] ** 0.5, -1)
        return self.dense(path + ".merged", (p @ v).transpose(1, 2).flatten(2))


def tempered(v):
    return 4 * torch.sigmoid(v) - 2


# ---------------------------------------------------------------------------
# Standard layers: the networks of tests/numeric.

def std_blocks(n, x):
    x = x["x"]
    leaky = lambda v: F.leaky_relu(v, 0.1)
    b = n.norm("preact_block.norm1", x).relu()
    h = n.conv("preact_block.conv1", b, 2, 1)
    h = n.conv("preact_block.conv2", n.norm("preact_block.norm2", h).relu(), 1, 1)
    h = h + n.conv("preact_block.side", b, 2)
    p = n.norm("before.norm1", h).relu()
    g = n.norm("before.norm2", n.conv("before.conv1", p)).relu()
    g = n.norm("before.norm3", n.conv("before.conv2", g, 1, 1)).relu()
    before = n.conv("before.conv3", g) + n.conv("before.side", p)
    scale = x * n.w["layer_scale.gain"][:, None, None]
    return {
        "strided": n.basic("strided", x, 3, 2, act=leaky),
        "optionA": n.shortcut("", x, 3, 2, project=False),
        "narrow": n.bottleneck("narrow", x, 2, 2, 2, 2)[0],
        "before": before,
        "quadratic": n.basic("quadratic", x, 2, conv=n.own),
        "branch": n.branch("branch", x, 3),
        "scaled": n.squeeze_excite("scaled", scale, gate=F.hardsigmoid),
    }


def std_attention(n, x):
    tokens = x["tokens"]
    t = n.conv("patches.maps", x["x"], 2).flatten(2).transpose(1, 2)
    token = n.w["class_token.token"].expand(len(t), 1, 6)
    t = torch.cat([token, t], 1) + n.w["position_embedding.e"]
    place, power = torch.arange(5.0, dtype=torch.float64), torch.arange(3.0, dtype=torch.float64) / 3
    angle = place[:, None] * 100.0 ** -power
    waves = tokens + torch.cat([angle.sin(), angle.cos()], 1)
    return {"encoded": n.attention("encoded", t, 2), "waves": n.dense("waves", waves),
            "plain": n.attention("plain", tokens, 3)}


def std_quadratic_convolution(n, x):
    x, w = x["x"], n.w
    around = F.pad(x, (0, 1, 1, 1))
    f = torch.stack([F.conv2d(around[:, i:i + 1], w["dit.w"][:, i:i + 1], None, 2) for i in range(2)], 2)
    dit = f.sum(2) + torch.einsum("oij,boipq,bojpq->bopq", w["dit.K"], f, f) + w["dit.b"][:, None, None]
    pixels = F.unfold(x, 3, padding=1).unflatten(1, (2, 9))
    K = w["pixels.K"].flatten(3).flatten(1, 2)
    u = w["rank.u"]
    rank = F.conv2d(around, u.flatten(0, 1), None, (1, 2)).unflatten(1, (3, 2)).square().sum(2)
    behind = F.pad(x, (0, 1, 0, 1))
    z = F.unfold(behind, 2)
    one = torch.cat([F.unfold(x, 2), torch.ones(len(x), 1, 12, dtype=x.dtype)], 1)
    two = lambda path, v: n.conv(path, F.pad(v, (0, 1, 0, 1)))
    a = n.conv("type3.a", x, 1, 1)
    return {
        "dit": dit,
        "window": F.unfold(x, (1, 3), stride=2).unflatten(2, (3, 1)),
        "pixels": torch.einsum("iac,nial,nicl->nil", K, pixels, pixels).unflatten(2, (5, 4)),
        "rank": rank,
        "type1": n.window_form(w["type1.A"], z, 5, 4) + two("type1.side", x),
        "cqnn": -n.window_form(w["cqnn.Q"], one, 4, 3),
        "type2": n.conv("type2.conv2d", x * x, 1, 1),
        "type3": a * a,
        "type4": n.conv("type4.a", x, 1, 1, 2) * n.conv("type4.b", x, 1, 1, 2),
        "type1_2": n.window_form(w["type1_2.form.A"], z, 5, 4) + two("type1_2.side", x * x),
        "type2_4": n.type2_4("type2_4", x, 1, 1),
        "plain2_4": n.type2_4("plain2_4", x, 1, 1),
        "own": n.own("own", x, 1, 1),
        "net": n.own("net.quadralib_conv2d", x, 1, 1, 2),
    }


def std_fusion(n, x):
    left, right = x["left"], x["right"]
    s = n.select("x", left, right)
    rows = torch.einsum("kc,bcp->bkp", n.w["T_2.W1"], left.flatten(2)) @ n.w["T_2.W2"]
    T = torch.cat([n.project("T", s), F.leaky_relu(rows, 0.2)], 1)
    both = torch.cat([n.select("fuse_sk.select", left, right, inner=False), left + right], 1)
    small = n.squeeze_excite("fuse_se.squeeze_excite", n.halve("one", both) + n.halve("two", both, "max"))
    other = n.select("other.select", n.halve("three", both, "conv2"), n.halve("four", both, "conv1", False))
    return {"maps": small + other, "r2": tempered(n.dendrites("r2", T)), "r1": n.dendrites_r1("r1", T)}


# ---------------------------------------------------------------------------
# Networks of models/.

def cifar(n, x, width=4, conv=None, project=True, dit=False, pool=4):
    x = n.stem("stem", x["image"])
    for stage in range(3):
        path, O, stride = f"body.stage{stage}.block0", width << stage, 1 + (stage > 0)
        if dit and stage == 1:
            h = F.relu(n.norm(path + ".norm1", n.conv(path + ".conv1", x, stride, 1)))
            plane = F.layer_norm(h, h.shape[2:], n.w[path + ".plane.gain"].view(h.shape[2:]),
                                 n.w[path + ".plane.bias"].view(h.shape[2:]), 1e-5)
            both = n.norm(path + ".norm2", n.conv(path + ".conv2", h, 1, 1)) + n.quadratic(path + ".q", plane)
            x = F.relu(0.5 * both + n.shortcut(path + ".side", x, O, stride))
        else:
            x = n.basic(path, x, O, stride, conv, project)
    return {"logits": n.dense("logits", F.avg_pool2d(x, pool or x.shape[2]).flatten(1))}


BLOCKS = [1, 2, 1, 1]


def stages(n, x, width=4, prefix="", residual=None):
    """Results of the stages, and of each the branches of its blocks."""
    results, branches = [], []
    for stage in range(4):
        branches.append([])
        for block in range(BLOCKS[stage]):
            path, stride = f"{prefix}stage{stage}.block{block}", 2 if stage > 0 and block == 0 else 1
            x, branch = (residual or n.bottleneck)(path, x, width << stage, stride)
            branches[-1].append(branch)
        results.append(x)
    return results, branches


def med_resnet(n, x):
    results, _ = stages(n, n.stem("x", x["image"]))
    return {"logits": n.dense("logits", results[-1].mean((2, 3)))}


def resneft(n, x, reading=2):
    results, branches = stages(n, n.stem("x", x["image"]))
    T = torch.cat([n.project(f"stage{s}.dff", torch.cat(branches[s] + [results[s]], 1)) for s in range(4)], 1)
    return {"logits": tempered(n.dendrites("fusion", T)) if reading == 2 else n.dendrites_r1("fusion", T)}


def scff(n, x, fusion="selective", halving="avg", blocked=False, imagenet=False, plain=False):
    h = n.stem("x", x["image"], 2 if imagenet else 1, 3 if imagenet else 1)
    X, _ = stages(n, F.max_pool2d(h, 3, 2, 1) if imagenet else h)
    if plain:
        return {"logits": n.dense("logits", X[3].mean((2, 3)))}
    Y = X[0].detach() if blocked else X[0]
    for s in range(1, 4):
        down = n.halve(f"stage{s}.down", Y, halving)
        tap = X[s].detach() if blocked and s < 3 else X[s]
        if fusion in ("selective", "sk"):
            Y = n.select(f"stage{s}.fuse.select", tap, down, fusion == "selective")
        elif fusion == "se":
            Y = n.squeeze_excite(f"stage{s}.fuse.squeeze_excite", tap + down)
        else:
            Y = tap + down if fusion == "add" else torch.cat([tap, down], 1)
    return {"logits": n.dense("logits", Y.mean((2, 3)))}


def fashion(n, x, head):
    h = F.relu(n.conv("features.maps", x["image"][:, None], 2)).flatten(1)
    if head == "linear":
        return {"logits": n.dense("logits", h)}
    if head == "full":
        return {"logits": torch.einsum("jik,bi,bk->bj", n.w["logits.A"], h, h)}
    return {"logits": torch.einsum("jri,bi->bjr", n.w["logits.u"], h).square().sum(2)}


def resnet18(n, x, rank):
    body = "features" if rank else "body"
    h = n.stem(body, x["image"])
    h = stages(n, h, prefix=body + ".", residual=lambda *a: (n.basic(*a), None))[0][-1].mean((2, 3))
    if rank:
        return {"logits": torch.einsum("jri,bi->bjr", n.w["logits.u"], h).square().sum(2)}
    return {"logits": n.dense("logits", h)}


DEPTHS, WIDTHS = [3, 1, 1, 1], [4, 6, 8, 10]


def convnext(n, x, dit):
    p = "logits."
    x = n.channels(p + "norm", n.conv(p + "patches", x["image"], 4))
    for stage, (depth, width) in enumerate(zip(DEPTHS, WIDTHS)):
        path = f"{p}stage{stage}"
        if stage:
            x = n.conv(path, n.channels(path + ".down", x), 2)
        for block in range(depth):
            b = f"{path}.block{block}"
            u = n.conv(b + ".depth.conv2d", x, 1, 3, x.shape[1])
            if dit and stage == 0 and block == 2:
                u = u + n.quadratic(b + ".q", x)
            u = F.gelu(n.conv(b + ".wide.conv2d", n.channels(b + ".norm", u)))
            u = n.conv(b + ".narrow.conv2d", u) * n.w[b + ".scale.gain"][:, None, None]
            x = x + u
    h = F.layer_norm(x.mean((2, 3)), (WIDTHS[-1],), n.w[p + "pooled.gain"], n.w[p + "pooled.bias"], 1e-6)
    return {"logits": n.dense(p + "head", h)}


SMALL = ["depth=8", "width=4", "size=16"]
MED = ["width=4", "size=16", "blocks=" + str(BLOCKS)]
LARGE = MED + ["size=32"]
NEXT = ["depths=" + str(DEPTHS), "widths=" + str(WIDTHS), "size=32", "drop=0", "classes=5"]

# name: (file, network, -D, formula)
CASES = {
    **{name: (f"tests/numeric/{name}.dnd", None, [], globals()[name])
       for name in ("std_blocks", "std_attention", "std_quadratic_convolution", "std_fusion")},
    "resnet": ("models/cifar_resnet.dnd", "ResNet", SMALL, cifar),
    "resnet_a": ("models/cifar_resnet.dnd", "ResNet", SMALL + ["project=false"], lambda n, x: cifar(n, x, project=False)),
    "dit_resnet": ("models/cifar_resnet.dnd", "DitResNet", SMALL, lambda n, x: cifar(n, x, dit=True)),
    "qresnet": ("models/cifar_resnet.dnd", "QResNet", SMALL, lambda n, x: cifar(n, x, conv=n.type2_4)),
    "qresnet_relinear": ("models/cifar_resnet.dnd", "QResNetReLinear", SMALL,
                         lambda n, x: cifar(n, x, conv=lambda p, *a: n.type2_4(inner(n, p), *a), project=False)),
    "quadra_resnet": ("models/cifar_resnet.dnd", "QuadraResNet", SMALL, lambda n, x: cifar(n, x, conv=n.own)),
    "quadra_resnet_norms": ("models/cifar_resnet.dnd", "QuadraResNet", SMALL + ["norms=true"],
                            lambda n, x: cifar(n, x, conv=lambda p, *a: n.own(inner(n, p), *a))),
    "med_resnet": ("models/resneft.dnd", "MedResNet50", MED, med_resnet),
    "resneft": ("models/resneft.dnd", "ResNeFt", MED + ["K=3", "F=8"], resneft),
    "resneft_r1": ("models/resneft.dnd", "ResNeFt", MED + ["K=3", "F=8", "reading=1"], lambda n, x: resneft(n, x, 1)),
    "resnet50": ("models/scff.dnd", "ResNet50", LARGE, lambda n, x: scff(n, x, plain=True)),
    "scff": ("models/scff.dnd", "SCFF", LARGE, scff),
    "scff_blocked": ("models/scff.dnd", "SCFF", LARGE + ["fusion=sk", "halving=max", "blocked=true"],
                     lambda n, x: scff(n, x, "sk", "max", True)),
    "scff_concat": ("models/scff.dnd", "SCFF", LARGE + ["fusion=concat", "halving=conv2"],
                    lambda n, x: scff(n, x, "concat", "conv2")),
    "scff_imagenet": ("models/scff.dnd", "SCFF", LARGE + ["fusion=se", "halving=conv1", "stem=imagenet", "size=64"],
                      lambda n, x: scff(n, x, "se", "conv1", imagenet=True)),
    "fashion_linear": ("models/fashion_cnn.dnd", "FashionLinear", [], lambda n, x: fashion(n, x, "linear")),
    "fashion_low_rank": ("models/fashion_cnn.dnd", "FashionLowRank", ["rank=2"], lambda n, x: fashion(n, x, "low")),
    "fashion_quadratic": ("models/fashion_cnn.dnd", "FashionQuadratic", ["classes=2"], lambda n, x: fashion(n, x, "full")),
    "resnet18": ("models/resnet18.dnd", "ResNet18", MED, lambda n, x: resnet18(n, x, 0)),
    "resnet18_low_rank": ("models/resnet18.dnd", "ResNet18LowRank", MED + ["rank=2"], lambda n, x: resnet18(n, x, 2)),
    "convnext": ("models/convnext.dnd", "ConvNeXt", NEXT, lambda n, x: convnext(n, x, False)),
    "dit_convnext": ("models/convnext.dnd", "DitConvNeXt", NEXT, lambda n, x: convnext(n, x, True)),
}


def inner(n, path):
    """Where a layer that only hands on keeps its parameters."""
    names = {key[len(path) + 1:].split(".")[0] for key in n.w if key.startswith(path + ".")}
    return path if "a" in names else f"{path}.{names.pop()}"


# ---------------------------------------------------------------------------

def draw(path, array, rng):
    """Numbers near the initial ones, none of them zero; variances large enough that squares of squares stay finite."""
    if array.dtype != np.float32:
        return array
    if path.endswith("running_var"):
        return rng.uniform(4, 8, array.shape).astype(np.float32)
    # The many terms of a dendritic sum must not drive its tanh to where gradients are mere rounding.
    deviation = 0.02 if path.startswith("fusion.") else 0.15
    return (array + rng.normal(0, deviation, array.shape)).astype(np.float32)


def compare(what, got, want, tolerance):
    worst = 0.0
    want = {name: value.detach().numpy() for name, value in want.items()}
    largest = max(np.abs(value).max() for value in want.values())
    for name, expected in want.items():
        found = got[name]
        if found.shape != expected.shape:
            sys.exit(f"{what}: {name} has shape {found.shape}, not {expected.shape}")
        top = np.abs(expected).max()
        if top < 1e-9 * largest:  # zero but for rounding, as a bias in front of a batch norm
            top = 0.1 * largest
        apart = np.abs(found - expected).max() / top
        if not apart <= tolerance:
            sys.exit(f"{what}: {name} differs by {apart:.2e}")
        worst = max(worst, apart)
    print(f"{what}: {len(want)} arrays agree (largest difference {worst:.1e})")


def check(name, folder, simt):
    file, network, defines, formula = CASES[name]
    tool = os.path.join(os.environ["DND_TOOLS"], "dndc")
    command = [tool, os.path.join(os.environ["DND_SOURCE"], file), "-o", f"{folder}/model",
               "--cuda-arch=simt" if simt else "--cuda=off"]
    command += ["--network=" + network] if network else []
    run(*command, *(word for define in defines for word in ("-D", define)))
    program, rng = f"{folder}/model", np.random.default_rng(5)
    run(program, "init", "--seed", "9", "--output", f"{folder}/w.safetensors")
    info = json.loads(run(program, "info", "--json"))
    trained = {entry["path"] for entry in info["params"] if entry["trainable"]}
    fixed = {entry["path"] for entry in info["params"]} - trained
    weights = {key: array if key in fixed else draw(key, array, rng)
               for key, array in read_safetensors(f"{folder}/w.safetensors").items()}
    np.savez(f"{folder}/w.npz", **weights)
    inputs, options = {}, []
    for entry in info["inputs"]:
        value = rng.normal(size=[BATCH] + entry["shape"]).astype(np.float32)
        np.save(f"{folder}/{entry['name']}.npy", value)
        inputs[entry["name"]] = torch.tensor(value, dtype=torch.float64, requires_grad=True)
        options += ["--input", f"{entry['name']}={folder}/{entry['name']}.npy"]
    exact = {key: torch.tensor(array, dtype=torch.float64, requires_grad=key in trained)
             for key, array in weights.items()}
    cotangents = {}
    for mode in ([], ["--training"]):
        outputs = formula(Net(exact, bool(mode)), inputs)
        for key, value in outputs.items():
            if key not in cotangents:
                cotangents[key] = rng.normal(size=value.shape).astype(np.float32)
                np.save(f"{folder}/c_{key}.npy", cotangents[key])
                options += ["--cotangent", f"{key}={folder}/c_{key}.npy"]
        total = sum((value * torch.tensor(cotangents[key], dtype=torch.float64)).sum() for key, value in outputs.items())
        leaves = {**{"input." + key: value for key, value in inputs.items()},
                  **{key: exact[key] for key in trained}}
        found = torch.autograd.grad(total, list(leaves.values()), allow_unused=True)
        wanted = {key: value if value is not None else torch.zeros_like(leaves[key])
                  for key, value in zip(leaves, found)}
        for device, precision, tolerance in RUNS[:3 if simt else 2]:
            run(program, "forward", "--weights", f"{folder}/w.npz", *options, *mode, "--precision", precision,
                "--device", device, "--output", f"{folder}/out.npz", "--gradients", f"{folder}/grad.npz")
            what = f"{name} {'training' if mode else 'evaluation'} {precision} {device}"
            compare(what + " outputs", dict(np.load(f"{folder}/out.npz")), outputs, tolerance)
            compare(what + " gradients", dict(np.load(f"{folder}/grad.npz")), wanted, tolerance)
    print(name + ": " + run(program, "gradcheck").strip().split("\n")[-1])


def main():
    words = sys.argv[1:]
    simt = "--simt" in words
    if simt:
        use_simt("shuffle:1")
        words.remove("--simt")
    names = list(CASES) if words == ["all"] else words
    for name in names:
        with tempfile.TemporaryDirectory() as folder:
            check(name, folder, simt)
    print(f"torch: ok, {len(names)} cases")


if __name__ == "__main__":
    main()
