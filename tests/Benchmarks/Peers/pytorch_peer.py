"""Measures PyTorch on one network for NetCompiler.Benchmarks, on one thread.

Usage: pytorch_peer.py JOB.json

The job names a folder with weights.safetensors, inputs.f32 and labels.i32, and says what network to build and what to measure. Lines of output,
separated by tabs:

  about  VERSION BLAS            the library of BLAS that the process has loaded
  output TASK FILE               raw float32 outputs of the first samples, to be compared
  losses TASK LOSS...            of the first steps at a rate that matters, to be compared
  time   TASK VARIANT MEDIAN MIN MAX    nanoseconds of one call
"""

import json
import os
import struct
import sys
import time
import warnings
from array import array

import torch
from torch import nn
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


def read_safetensors(path):
    with open(path, "rb") as file:
        (length,) = struct.unpack("<Q", file.read(8))
        header = json.loads(file.read(length))
        data = bytearray(file.read())
    header.pop("__metadata__", None)
    tensors = {}
    for name, entry in header.items():
        begin, end = entry["data_offsets"]
        tensors[name] = torch.frombuffer(data[begin:end], dtype=torch.float32).reshape(entry["shape"]).clone()
    return tensors


def read_raw(path, kind, dtype):
    values = array(kind)
    with open(path, "rb") as file:
        values.frombytes(file.read())
    return torch.tensor(values, dtype=dtype)


def build(job):
    widths = job["widths"]
    layers = []
    for index in range(len(widths) - 1):
        layers.append(nn.Linear(widths[index], widths[index + 1]))
        if index < len(widths) - 2:
            layers.append(nn.ReLU() if job["activation"] == "ReLU" else nn.Tanh())
    module = nn.Sequential(*layers)
    module.load_state_dict(read_safetensors(os.path.join(job["folder"], "weights.safetensors")))
    return module


def measure(call, job):
    """Median, least and largest of the means of batches; `call` takes the number of the call."""
    number = 0
    now = time.perf_counter_ns
    end = now() + job["warm_up_ns"]
    begin = now()
    while now() < end or number < 3:
        call(number)
        number += 1
    calls = max(1, round(job["batch_ns"] * number / (now() - begin)))
    means = []
    for _ in range(job["batches"]):
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
    module = build(job).eval()
    variants = {"eager": module}
    with torch.no_grad():
        frozen = torch.jit.freeze(torch.jit.trace(module, samples[0]).eval())
        variants["frozen"] = frozen
        variants["frozen-optimized"] = torch.jit.optimize_for_inference(torch.jit.freeze(torch.jit.trace(build(job).eval(), samples[0]).eval()))
        for variant, function in variants.items():
            outputs = torch.cat([function(x) for x in samples])[:32].contiguous()
            path = os.path.join(job["folder"], f"{task['name']}-{variant}.f32")
            with open(path, "wb") as file:
                file.write(array("f", outputs.flatten().tolist()).tobytes())
            say("output", task["name"], path)

            def call(number, function=function):
                function(samples[number % count])

            say("time", task["name"], variant, *measure(call, job))


def train(job, task, inputs, labels):
    rows = task["rows"]
    xs = [x.clone() for x in batches(inputs, rows)[:job["training_batches"]]]
    ys = [y.clone() for y in batches(labels, rows)[:job["training_batches"]]]
    count = len(xs)
    classifies = job["objective"] == "CrossEntropy"

    def stepper(module, rate, **settings):
        if task["optimizer"] == "SGDMomentum":
            optimizer = torch.optim.SGD(module.parameters(), lr=rate, momentum=0.9, **settings)
        else:
            optimizer = torch.optim.Adam(module.parameters(), lr=rate, **settings)

        def step(number):
            x = xs[number % count]
            optimizer.zero_grad(set_to_none=True)
            output = module(x)
            loss = functional.cross_entropy(output, ys[number % count]) if classifies else functional.mse_loss(output, x)
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


def main():
    with open(sys.argv[1]) as file:
        job = json.load(file)
    say("about", torch.__version__, loaded_blas())
    inputs = read_raw(os.path.join(job["folder"], "inputs.f32"), "f", torch.float32).reshape(-1, job["widths"][0])
    labels = read_raw(os.path.join(job["folder"], "labels.i32"), "i", torch.int64)
    for task in job["tasks"]:
        if task["optimizer"] == "None":
            infer(job, task, inputs)
        else:
            train(job, task, inputs, labels)


main()
