"""Holds a compiled model against the float64 reference.

    check_numeric.py MODEL [--network NAME] [-D name=value]... [options]

Compiles the model, draws random weights, inputs, targets and cotangents, and
compares, for several batch sizes:
  - outputs, loss and all gradients of the executable in f32 (1e-4 relative to the
    largest number of the tensor) and in f64 (1e-9) with the reference on the `dnd`
    phase, which knows nothing of the passes and kernels;
  - the reference on the `forms` phase with the one on the `dnd` phase;
  - the reference's gradients with central differences;
with --training all this as in a training step, too (batch statistics, noise);
and runs the executable's own `gradcheck`. Also: compiling twice gives the same bytes,
and dnd-opt reads every dumped phase. Ends with `numeric: ok ...`.

With --once the model is compiled once and no dump is read: for large models, whose compilation
takes most of the time.

With --as-is a model in IR is compared as it is, without differences and other phases: the
cases of tests/ops, which are held against those one by one, some where there are jumps.

With --simt only this: the GPU kernels, run by the SIMT driver (tests/simt), give the
outputs, loss and gradients of the reference; each batch has another order of threads.
With --blas besides, what is a product of matrices goes to the stand-in for cuBLASLt.
"""

import argparse
import filecmp
import glob
import os
import subprocess
import sys
import tempfile


class Failed(Exception):
    pass


def run(command):
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise Failed(f"{' '.join(command)}\nexit status {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


ORDERS = ("forward", "reverse", "shuffle:1", "shuffle:2")


def use_simt(order):
    """Has programs that are started from now on use the emulated GPU."""
    tools = os.environ["DND_TOOLS"]
    library = os.path.join(os.path.dirname(tools), "lib", "libdnd_simt_driver.so")
    os.environ["DND_CUDA_DRIVER"] = library
    os.environ["DND_SIMT_ORDER"] = order


def use_blas():
    """Has programs that are started from now on find the stand-in for cuBLASLt."""
    tools = os.environ["DND_TOOLS"]
    os.environ["DND_CUBLASLT"] = os.path.join(os.path.dirname(tools), "lib", "libdnd_simt_blas.so")


def check_uses_blas(command, program):
    """Fails unless `command` asks the stand-in, and says so when that fails."""
    done = subprocess.run(command, capture_output=True, text=True, env=os.environ | {"DND_SIMT_BLAS": "product"})
    if done.returncode != 5 or "cuBLASLt" not in done.stderr:
        raise Failed(f"{program} does not use the library: exit status {done.returncode}\n{done.stderr}")


class Model:
    """A compiled model with its IR, in a folder of its own."""

    def __init__(self, args, folder):
        self.args, self.folder = args, folder
        tools = os.environ["DND_TOOLS"]
        self.eval_tool = os.path.join(tools, "dnd-eval")
        dndc = [os.path.join(tools, "dndc"), args.model]
        for definition in args.define:
            dndc += ["-D", definition]
        if args.network:
            dndc += ["--network", args.network]
        if args.precision:
            dndc.append("--precision=" + args.precision)
        dndc += args.compile_with
        self.program = os.path.join(folder, "model")
        phases = ("dnd",)
        if args.simt:
            run(dndc + ["-o", self.program, "--cuda-arch=simt", "--cuda-math=" + args.cuda_math]
                + (["--cuda-blas=all"] if args.blas else []))
        elif args.as_is:
            run(dndc + ["-o", self.program])
        elif args.once:
            phases = ("dnd", "forms")
            run(dndc + ["-o", self.program])
        else:
            phases = ("dnd", "forms")
            dumps = os.path.join(folder, "dumps")
            run(dndc + ["-o", self.program, "--dump-ir=" + dumps])
            self.compile_again(dndc)
            self.read_back(dumps)
        self.phases = {}
        for phase in phases:
            if args.as_is:
                self.phases[phase] = args.model
                continue
            if not args.once and not args.simt:
                self.phases[phase], = glob.glob(os.path.join(glob.escape(dumps), f"[0-9][0-9][0-9]-{phase}.mlir"))
                continue
            self.phases[phase] = os.path.join(folder, phase + ".mlir")
            run(dndc + ["--emit=" + phase, "-o", self.phases[phase]])
        self.start = os.path.join(folder, "start.safetensors")
        run([self.program, "init", "--seed", "3", "--output", self.start])

    def compile_again(self, dndc):
        """The same text gives the same bytes."""
        first = self.program + ".first"
        os.rename(self.program, first)
        run(dndc + ["-o", self.program])
        if not filecmp.cmp(first, self.program, shallow=False):
            raise Failed("compiling twice gave different bytes")

    def read_back(self, dumps):
        """dnd-opt reads what every pass and phase left: all at once, since its start takes longer than a file."""
        files = sorted(glob.glob(os.path.join(glob.escape(dumps), "**", "*.mlir"), recursive=True))
        if len(files) < 5:
            raise Failed(f"--dump-ir left only {len(files)} files")
        read = [os.path.join(os.environ["DND_TOOLS"], "dnd-opt"), "-o", "/dev/null"]
        together = os.path.join(self.folder, "together.mlir")
        with open(together, "w") as out:
            for file in files:
                with open(file) as dump:
                    out.write(dump.read() + "\n// -----\n")
        try:
            run(read + [together, "--split-input-file"])
        except Failed:
            for file in files:
                run(read + [file])
            raise

    def path(self, name):
        return os.path.join(self.folder, name)

    def reference(self, phase, *options):
        command = [self.eval_tool, self.phases[phase], *options]
        if self.args.network:
            command.append("--network=" + self.args.network)
        return run(command)

    def make_case(self, batch):
        """Random values of a batch: (options of weights and inputs, kinds of seeds)."""
        case = self.path(f"case{batch}")
        options = [f"--make-case={case}", f"--batch={batch}", "--weights=" + self.start,
                   f"--seed={batch + 10}"]
        if self.args.positive:
            options.append("--positive")
        self.reference("dnd", *options)
        common = ["--weights", os.path.join(case, "weights.npz")]
        seeds = {"cotangent": []}
        for file in sorted(glob.glob(os.path.join(glob.escape(case), "*.npy"))):
            kind, name = os.path.basename(file)[:-4].split(".", 1)
            if kind == "input":
                common += ["--input", f"{name}={file}"]
            elif kind == "cotangent":
                seeds["cotangent"] += ["--cotangent", f"{name}={file}"]
            else:
                place, name = name.split(".", 1)
                seeds.setdefault("target", []).extend(["--target", f"{name}={file}"])
        return common, seeds

    def compare(self, got, want, tolerance):
        return run([self.eval_tool, f"--compare={got},{want}", f"--tolerance={tolerance}"])

    def check(self, common, options, tag, training=False):
        """Executable and reference on one case, with one kind of seed."""
        files = {}
        # The step goes beyond 32 bits: both halves count.
        mode = {"dnd": ["--training", "--noise-seed=7", f"--noise-step={2**32 + 5}"],
                "f32": ["--training", "--seed", "7", "--step", str(2**32 + 5)]} if training else {}
        others = (("f32", self.args.tolerance), ("f64", 1e-9), ("forms", 1e-9))
        device = []
        if self.args.simt:
            others, device = others[:1], ["--device=cuda"]
        elif "forms" not in self.phases:
            others = others[:2]
        for who in ["dnd"] + [who for who, _ in others]:
            files[who] = (self.path(f"{tag}.{who}.npz"), self.path(f"{tag}.{who}.grad.npz"))
            written = ["--output", files[who][0], "--gradients", files[who][1]]
            if who in self.phases:
                self.reference(who, *common, *options, *written, *mode.get("dnd", []))
            else:
                command = [self.program, "forward", *common, *options, *written, "--precision", who, *device,
                           *mode.get("f32", [])]
                if self.args.blas:
                    check_uses_blas(command, self.args.model)
                run(command)
        for i, what in enumerate(("outputs", "gradients")):
            for who, tolerance in others:
                said = self.compare(files[who][i], files["dnd"][i], tolerance).strip()
                print(f"{tag} {what} {who}: {said}")


def make_parser():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model")
    parser.add_argument("--network", help="which network of the file")
    parser.add_argument("-D", dest="define", action="append", default=[])
    parser.add_argument("--batches", default="1,3,17", help="batch sizes (default 1,3,17)")
    parser.add_argument("--training", action="store_true", help="also as in a training step")
    parser.add_argument("--positive", action="store_true", help="inputs in (0.1, 1)")
    parser.add_argument("--once", action="store_true", help="compile once, read no dumps")
    parser.add_argument("--as-is", action="store_true", help="IR: only the reference on it and its code")
    parser.add_argument("--tolerance", type=float, default=1e-4, help="of f32 (default 1e-4)")
    parser.add_argument("--simt", action="store_true", help="the GPU kernels, on the emulated GPU")
    parser.add_argument("--cuda-math", default="f32", help="with --simt: what the kernels multiply (default f32)")
    parser.add_argument("--precision", default="", help="what products multiply (default: as the model says)")
    parser.add_argument("--compile-with", action="append", default=[], metavar="OPTION", help="another option of dndc")
    parser.add_argument("--blas", action="store_true", help="with --simt: products by the stand-in for cuBLASLt")
    return parser


def main():
    args = make_parser().parse_args()
    try:
        with tempfile.TemporaryDirectory() as folder:
            model = Model(args, folder)
            if args.blas:
                use_blas()
            batches = [int(batch) for batch in args.batches.split(",")]
            for i, batch in enumerate(batches):
                if args.simt:
                    use_simt(ORDERS[i % len(ORDERS)])
                common, seeds = model.make_case(batch)
                for kind, options in seeds.items():
                    tag = f"batch-{batch}-{kind}"
                    model.check(common, options, tag)
                    if args.training:
                        model.check(common, options, tag + "-training", training=True)
                    if batch == batches[0] and not args.simt and not args.as_is:
                        for mode in [[], ["--training"]] if args.training else [[]]:
                            print(model.reference("dnd", *common, *options, "--grad-check", *mode).strip())
            if not args.simt and not args.as_is:
                print(run([model.program, "gradcheck"]).strip().split("\n")[-1])
    except Failed as failure:
        print(failure)
        sys.exit(1)
    print(f"numeric: ok, batches {args.batches}")


if __name__ == "__main__":
    main()
