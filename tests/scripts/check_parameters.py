"""The numbers of parameters of the papers' networks in models/ (science notes 1.1, 2.4, 3.1, 4.1, 7.6).

    check_parameters.py [--info]

Counts the parameters of what dndc imports; with --info every network is compiled and `./model info --json` asked.
Prints a line for each network and `parameters: ok, N networks`.
"""

import json
import os
import re
import subprocess
import sys
import tempfile

CIFAR = "cifar_resnet.dnd"
DEPTHS = {  # depth: plain, Dit, QResNet and QuadraResNet, QResNet's own code, QuadraLib's norms
    20: (274_394, 307_674, 808_922, 806_266, 811_034),
    32: (468_826, 502_106, 1_390_426, 1_389_114, 1_395_226),
    56: (857_690, 890_970, 2_553_434, 2_554_810, 2_563_610),
    110: (1_732_634, 1_765_914, 5_170_202, 5_177_626, 5_192_474),
}
HUNDRED = {20: (297_524, 330_804), 32: (491_956, 525_236), 56: (880_820, 914_100), 110: (1_755_764, 1_789_044)}

TRUNK = 23_500_352  # the ResNet-50 of MedMNIST without its head
FUSION = 189_440 + 535_040  # W1 and W2 of four stages, K = 10, F = 512
R2 = {7: 286_760, 8: 327_720, 9: 368_680, 5: 204_840}
R1 = {7: 44_591, 8: 45_104, 9: 45_617, 5: 43_565}
SCFF = 132_096 + 526_336 + 2_101_248 + 49_216 + 196_736 + 786_688

RESNETS = {"[1,1,1,1]": 4_903_242, "[2,1,1,1]": 4_977_226, "[2,2,1,1]": 5_272_650, "[2,2,2,1]": 6_453_322,
           "[2,2,2,2]": 11_173_962}
IMAGENET = ["classes=1000", "stem=imagenet", "size=224"]
DEEP, BROAD = "depths=[3,3,27,3]", "widths=[128,256,512,1024]"


def networks():
    """(file, network, -D, parameters)"""
    for depth, (plain, dit, quadratic, own, norms) in DEPTHS.items():
        d = [f"depth={depth}"]
        yield CIFAR, "ResNet", d, plain
        yield CIFAR, "DitResNet", d, dit
        yield CIFAR, "QResNet", d, quadratic
        yield CIFAR, "QuadraResNet", d, quadratic
        yield CIFAR, "QResNetReLinear", d, own
        yield CIFAR, "QuadraResNet", d + ["norms=true"], norms
        yield CIFAR, "ResNet", d + ["classes=100"], HUNDRED[depth][0]
        yield CIFAR, "DitResNet", d + ["classes=100"], HUNDRED[depth][1]
    yield CIFAR, "ResNet", ["pool=8"], 272_474
    yield CIFAR, "ResNet", ["pool=8", "project=false"], 269_722
    yield CIFAR, "QResNet", ["pool=8"], 807_002
    for classes in R2:
        c = [f"classes={classes}"]
        yield "resneft.dnd", "MedResNet50", c, TRUNK + 2048 * classes + classes
        yield "resneft.dnd", "ResNeFt", c, TRUNK + FUSION + R2[classes]
        yield "resneft.dnd", "ResNeFt", c + ["reading=1"], TRUNK + FUSION + R1[classes]
    yield "resneft.dnd", "ResNeFt", ["K=5", "F=1024"], TRUNK + 94_720 + 1_070_080 + 2 * 7 * 20 * 1024 + 20
    yield "scff.dnd", "ResNet50", IMAGENET, 25_557_032
    yield "scff.dnd", "ResNet50", IMAGENET + ["blocks=[3,4,23,3]"], 44_549_160
    yield "scff.dnd", "SCFF", IMAGENET, 25_557_032 + SCFF
    yield "scff.dnd", "ResNet50", [], 23_520_842
    yield "scff.dnd", "SCFF", [], 23_520_842 + SCFF
    for blocks, parameters in RESNETS.items():
        yield "resnet18.dnd", "ResNet18", ["blocks=" + blocks], parameters
        yield "resnet18.dnd", "ResNet18LowRank", ["blocks=" + blocks, "rank=3"], parameters - 5_130 + 3 * 5_120
    yield "fashion_cnn.dnd", "FashionLinear", [], 100 + 5_760
    yield "fashion_cnn.dnd", "FashionLowRank", ["rank=1"], 100 + 5_760
    yield "fashion_cnn.dnd", "FashionLowRank", ["rank=10"], 100 + 57_600
    yield "fashion_cnn.dnd", "FashionQuadratic", [], 100 + 10 * 576**2
    for network, added in (("ConvNeXt", (0, 0, 0)), ("DitConvNeXt", (884_736, 884_736, 2_097_152))):
        yield "convnext.dnd", network, [], 28_589_128 + added[0]
        yield "convnext.dnd", network, [DEEP], 50_223_688 + added[1]
        yield "convnext.dnd", network, [DEEP, BROAD], 88_591_464 + added[2]


def run(*command):
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{' '.join(command)}\n{done.stdout}{done.stderr}")
    return done.stdout


def imported(command):
    sizes = {}
    for path, shape in re.findall(r'dnd\.param "([^"]+)".*: tensor<([0-9x]*)f32>', run(*command, "--emit=dnd")):
        sizes[path] = 1
        for extent in shape.split("x")[:-1]:
            sizes[path] *= int(extent)
    return sum(sizes.values())


def asked(command):
    with tempfile.TemporaryDirectory() as folder:
        run(*command, "--cuda=off", "-o", f"{folder}/model")
        return json.loads(run(f"{folder}/model", "info", "--json"))["parameters"]


def main():
    count = asked if "--info" in sys.argv else imported
    tool = os.path.join(os.environ["DND_TOOLS"], "dndc")
    models = os.path.join(os.environ["DND_SOURCE"], "models")
    wrong = total = 0
    for file, network, defines, parameters in networks():
        command = [tool, os.path.join(models, file), "--network=" + network]
        found = count(command + [word for define in defines for word in ("-D", define)])
        total += 1
        wrong += found != parameters
        print(f"{network} {' '.join(defines)}: {found}" + ("" if found == parameters else f", not {parameters}"))
    if wrong:
        sys.exit(f"{wrong} of {total} networks have other counts")
    print(f"parameters: ok, {total} networks")


if __name__ == "__main__":
    main()
