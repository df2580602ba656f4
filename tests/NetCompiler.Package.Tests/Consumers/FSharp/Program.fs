open System
open Company.Library
open NetCompiler.Training

let inputs = [| 0f; 0f; 0f; 1f; 1f; 0f; 1f; 1f |]
let targets = [| 0; 1; 1; 0 |]
let network = new Xor(1)
let optimizer = Adam(0.05)

for _ in 1 .. 500 do
    network.TrainStep(ReadOnlySpan inputs, ReadOnlySpan targets, optimizer) |> ignore

let logits = Array.zeroCreate<float32> 2
printf "F#:"

for i in 0 .. 3 do
    network.Forward(ReadOnlySpan(inputs, 2 * i, 2), Span logits)
    printf " %d" (if logits[1] > logits[0] then 1 else 0)

printfn ""
