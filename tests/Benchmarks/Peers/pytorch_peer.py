"""Measures PyTorch on one network for NetCompiler.Benchmarks, on one thread.

Usage: pytorch_peer.py JOB.json

The job names a folder with weights.safetensors, inputs.f32, labels.i32 and targets.f32, and says what network to build and what to measure. Lines of output,
separated by tabs:

  about  VERSION BLAS            the library of BLAS that the process has loaded
  output TASK FILE               raw float32 outputs of the first samples, to be compared
  losses TASK LOSS...            of the first steps at a rate that matters, to be compared
  time   TASK VARIANT MEDIAN MIN MAX    nanoseconds of one call
"""

import json
import operator
import os
import struct
import sys
import time
import warnings
from array import array

import torch
from torch import fx, nn
from torch.fx.experimental import optimization
from torch.nn import functional

warnings.filterwarnings("ignore")
torch.set_num_threads(1)


def say(*fields):
    print("\t".join(str(field) for field in fields), flush=True)


def loaded_blas():
    """The BLAS in this process: Debian's torch calls whatever libblas.so.3 is."""
    torch.mm(torch.ones(64, 64), torch.ones(64, 64))
    try:
        with open("/proc/self/maps") as maps:
            found = sorted({line.split()[-1] for line in maps if any(name in line for name in ("blas", "mkl_core", "libmkl_rt"))})
    except OSError:
        found = []
    return ",".join(os.path.realpath(path) for path in found) or "built into torch"


TYPES = {"F32": torch.float32, "I64": torch.int64}


def read_safetensors(path):
    with open(path, "rb") as file:
        (length,) = struct.unpack("<Q", file.read(8))
        header = json.loads(file.read(length))
        data = bytearray(file.read())
    header.pop("__metadata__", None)
    tensors = {}
    for name, entry in header.items():
        begin, end = entry["data_offsets"]
        tensors[name] = torch.frombuffer(data[begin:end], dtype=TYPES[entry["dtype"]]).reshape(entry["shape"]).clone()
    return tensors


def read_raw(path, kind, dtype):
    values = array(kind)
    with open(path, "rb") as file:
        values.frombytes(file.read())
    return torch.tensor(values, dtype=dtype)


class Positions(nn.Module):
    """A trainable vector for each step, added."""

    def __init__(self, steps, features):
        super().__init__()
        self.weight = nn.Parameter(torch.zeros(steps, features))

    def forward(self, x):
        return x + self.weight


class EncoderLayer(nn.Module):
    """nn.TransformerEncoderLayer with its parameters, causal, normalised first, with GELU, written out: faster than the module, whose causal path copies more."""

    def __init__(self, features, heads, feedforward, steps):
        super().__init__()
        self.heads = heads
        self.self_attn = nn.MultiheadAttention(features, heads, batch_first=True)
        self.linear1, self.linear2 = nn.Linear(features, feedforward), nn.Linear(feedforward, features)
        self.norm1, self.norm2 = nn.LayerNorm(features), nn.LayerNorm(features)
        self.register_buffer("mask", torch.full((steps, steps), float("-inf")).triu(1), persistent=False)

    def forward(self, x):
        rows, steps, features = x.shape
        attention = self.self_attn
        q, k, v = functional.linear(self.norm1(x), attention.in_proj_weight, attention.in_proj_bias).split(features, 2)
        q, k, v = [part.view(rows, steps, self.heads, features // self.heads).transpose(1, 2) for part in (q, k, v)]
        weights = torch.softmax(q @ k.transpose(-2, -1) * (features // self.heads) ** -0.5 + self.mask, -1)
        x = x + attention.out_proj((weights @ v).transpose(1, 2).reshape(rows, steps, features))
        return x + self.linear2(functional.gelu(self.linear1(self.norm2(x))))


def module_of(node, values):
    """The module of a node, or None where it is a function of its inputs."""
    kind = node["kind"]
    inputs = [values[number] for number in node["inputs"]]
    if kind == "Linear":
        return nn.Linear(inputs[0]["shape"][-1], node["shape"][-1], bias=node["bias"])
    if kind == "Embedding":
        return nn.Embedding(node["vocabulary"], node["shape"][1])
    if kind == "Positions":
        return Positions(*node["shape"])
    if kind == "LayerNormalization":
        return nn.LayerNorm(node["shape"][-1])
    if kind == "EncoderLayer":
        return EncoderLayer(node["shape"][1], node["heads"], node["feedforward"], node["shape"][0])
    if kind in ("Convolution", "TransposedConvolution"):
        axes = len(node["kernel"])
        make = {("Convolution", 1): nn.Conv1d, ("Convolution", 2): nn.Conv2d, ("TransposedConvolution", 2): nn.ConvTranspose2d}[kind, axes]
        padding = tuple(node["before"]) if node["before"] == node["after"] else 0
        return make(inputs[0]["shape"][0], node["shape"][0], tuple(node["kernel"]), stride=tuple(node["strides"]), padding=padding,
                    dilation=node["dilation"], groups=node["groups"], bias=node["bias"])
    if kind == "BatchNormalization":
        return nn.BatchNorm2d(node["shape"][0])
    if kind == "MaxPool":
        return nn.MaxPool2d(tuple(node["kernel"]), tuple(node["strides"]), tuple(node["before"]), ceil_mode=node["ceil_mode"])
    if kind in ("LSTM", "GRU"):
        return {"LSTM": nn.LSTM, "GRU": nn.GRU}[kind](inputs[0]["shape"][1], node["shape"][0], batch_first=True)
    if kind == "GlobalAveragePool":
        return nn.Sequential(nn.AdaptiveAvgPool2d(1), nn.Flatten())
    return {"ReLU": nn.ReLU, "ReLU6": nn.ReLU6, "Tanh": nn.Tanh, "Sigmoid": nn.Sigmoid, "Flatten": nn.Flatten}[kind]()


def build(job, folded=False):
    """A module whose forward is straight Python, as one would write it; folded: batch normalization in the convolutions before, for inference."""
    nodes = job["nodes"]
    graph = fx.Graph()
    modules = {}
    values = []
    for node in nodes:
        inputs = [values[number] for number in node["inputs"]]
        kind = node["kind"]
        if kind == "Input":
            value = graph.placeholder("x")
        elif kind in ("Add", "Multiply"):
            value = inputs[0]
            for other in inputs[1:]:
                value = graph.call_function(operator.add if kind == "Add" else operator.mul, (value, other))
        elif kind == "Concat":
            value = graph.call_function(torch.cat, (inputs,), {"dim": 1})
        else:
            if node["before"] != node["after"]:
                around = [extent for axis in reversed(range(len(node["before"]))) for extent in (node["before"][axis], node["after"][axis])]
                inputs = [graph.call_function(functional.pad, (inputs[0], around))]
            modules[node["name"]] = module_of(node, nodes)
            value = graph.call_module(node["name"], tuple(inputs))
            if kind in ("LSTM", "GRU"):
                value = graph.call_function(operator.getitem, (graph.call_function(operator.getitem, (value, 0)), (slice(None), -1)))
        values.append(value)
    graph.output(values[-1])
    module = fx.GraphModule(modules, graph)
    module.load_state_dict(read_safetensors(os.path.join(job["folder"], "weights.safetensors")))
    folds = folded and any(node["kind"] == "BatchNormalization" for node in nodes)
    return optimization.fuse(module.eval()) if folds else module


def measure(call, job):
    """Median, least and largest of the means of batches; `call` takes the number of the call. Fewer batches where a call is long."""
    number = 0
    now = time.perf_counter_ns
    end = now() + job["warm_up_ns"]
    begin = now()
    while now() < end or number < 2:
        call(number)
        number += 1
    each = (now() - begin) / number
    calls = max(1, round(job["batch_ns"] / each))
    batches = max(job["fewest_batches"], int(job["patience"] * job["batches"] * job["batch_ns"] / (calls * each)) | 1)
    means = []
    for _ in range(min(job["batches"], batches)):
        begin = now()
        for number in range(calls):
            call(number)
        means.append((now() - begin) / calls)
    means.sort()
    return means[len(means) // 2], means[0], means[-1]


def batches(values, rows):
    return [values[start:start + rows].contiguous() for start in range(0, len(values) - rows + 1, rows)]


def infer(job, task, inputs):
    rows = task["rows"]
    samples = [x.clone() for x in batches(inputs, rows)[:job["inference_batches"]]]
    count = len(samples)
    variants = {"eager": (build(job, folded=True).eval(), samples)}
    with torch.no_grad():
        def frozen(like):
            return torch.jit.freeze(torch.jit.trace(build(job).eval(), like).eval())

        variants["frozen"] = (frozen(samples[0]), samples)
        variants["frozen-optimized"] = (torch.jit.optimize_for_inference(frozen(samples[0])), samples)
        if samples[0].dim() == 4:
            last = [x.to(memory_format=torch.channels_last) for x in samples]
            module = build(job, folded=True).eval().to(memory_format=torch.channels_last)
            variants["channels-last"] = (torch.jit.freeze(torch.jit.trace(module, last[0]).eval()), last)
        for variant, (function, xs) in variants.items():
            outputs = torch.cat([function(x) for x in xs])[:32].contiguous()
            path = os.path.join(job["folder"], f"{task['name']}-{variant}.f32")
            with open(path, "wb") as file:
                file.write(array("f", outputs.flatten().tolist()).tobytes())
            say("output", task["name"], path)

            def call(number, function=function, xs=xs):
                function(xs[number % count])

            say("time", task["name"], variant, *measure(call, job))


def cross_entropy(scores, labels):
    """Of each sample, or of each step of one."""
    return functional.cross_entropy(scores.flatten(0, -2), labels.flatten())


def train(job, task, inputs, labels, targets):
    rows = task["rows"]
    xs = [x.clone() for x in batches(inputs, rows)[:job["training_batches"]]]
    known = xs if job["objective"] == "Reconstruction" else batches(labels if job["objective"] == "CrossEntropy" else targets, rows)
    ys = [y.clone() for y in known[:job["training_batches"]]]
    count = len(xs)
    criterion = {"CrossEntropy": cross_entropy, "Mask": functional.binary_cross_entropy_with_logits}.get(job["objective"], functional.mse_loss)

    def stepper(module, rate, xs=xs, **settings):
        if task["optimizer"] == "SGDMomentum":
            optimizer = torch.optim.SGD(module.parameters(), lr=rate, momentum=0.9, **settings)
        else:
            optimizer = torch.optim.Adam(module.parameters(), lr=rate, **settings)

        def step(number):
            x = xs[number % count]
            optimizer.zero_grad(set_to_none=True)
            loss = criterion(module(x), ys[number % count])
            loss.backward()
            optimizer.step()
            return loss

        return step

    module = build(job)
    step = stepper(module, job["check_rate"])
    say("losses", task["name"], *[step(number).item() for number in range(job["check_steps"])])

    for variant, settings in (("eager", {"foreach": False}), ("eager-foreach", {"foreach": True})):
        module = build(job)
        say("time", task["name"], variant, *measure(stepper(module, job["rate"], **settings), job))

    if xs[0].dim() == 4:
        module = build(job).to(memory_format=torch.channels_last)
        last = [x.to(memory_format=torch.channels_last) for x in xs]
        say("time", task["name"], "channels-last", *measure(stepper(module, job["rate"], last, foreach=True), job))


def main():
    with open(sys.argv[1]) as file:
        job = json.load(file)
    say("about", torch.__version__, loaded_blas())
    has_tokens = job["nodes"][0]["vocabulary"] > 0
    inputs = read_raw(os.path.join(job["folder"], "inputs.f32"), "i" if has_tokens else "f", torch.int64 if has_tokens else torch.float32).reshape(-1, *job["nodes"][0]["shape"])
    labels = read_raw(os.path.join(job["folder"], "labels.i32"), "i", torch.int64)
    labels = labels.reshape(-1, job["nodes"][-1]["shape"][0]) if has_tokens else labels
    targets = read_raw(os.path.join(job["folder"], "targets.f32"), "f", torch.float32).reshape(-1, *job["nodes"][-1]["shape"])
    for task in job["tasks"]:
        if task["optimizer"] == "None":
            infer(job, task, inputs)
        else:
            train(job, task, inputs, labels, targets)


main()
