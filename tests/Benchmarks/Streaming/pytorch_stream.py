"""Measures a step of a recurrent network of PyTorch for NetCompiler.Benchmarks, on one thread.

Usage: pytorch_stream.py JOB.json

Two lines of output, separated by tabs: the outputs of the job's inputs, and the median, least and largest time of a step in nanoseconds.
"""

import json
import sys
import time

import torch
from torch import nn

torch.set_num_threads(1)

with open(sys.argv[1]) as file:
    job = json.load(file)
layer = getattr(nn, job["kind"])(1, job["hidden"], batch_first=True)
module = nn.Sequential(layer, nn.Linear(job["hidden"], 1))
module.load_state_dict({name: torch.tensor(job["parameters"][name]).reshape(parameter.shape) for name, parameter in module.state_dict().items()})
module.eval()
inputs = torch.tensor(job["inputs"]).reshape(-1, 1, 1, 1)
with torch.inference_mode():
    state = None
    outputs = []
    for x in inputs:
        h, state = layer(x, state)
        outputs.append(module[1](h).item())
    print("\t".join(f"{y:.9g}" for y in outputs), flush=True)

    def run(calls):
        global state
        for call in range(calls):
            h, state = layer(inputs[call % len(inputs)], state)
            module[1](h)

    now = time.perf_counter_ns
    calls, begin = 0, now()
    while now() - begin < job["warm_up_ns"]:
        run(10)
        calls += 10
    calls = max(1, round(job["batch_ns"] * calls / (now() - begin)))
    means = []
    for _ in range(job["batches"]):
        begin = now()
        run(calls)
        means.append((now() - begin) / calls)
    means.sort()
    print(means[len(means) // 2], means[0], means[-1], sep="\t", flush=True)
