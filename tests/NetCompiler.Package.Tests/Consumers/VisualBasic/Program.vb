Imports Company.Library
Imports NetCompiler.Training

Module Program
    Sub Main()
        Dim inputs As Single() = {0, 0, 0, 1, 1, 0, 1, 1}
        Dim targets As Integer() = {0, 1, 1, 0}
        Dim network As New [Xor](1)
        Dim optimizer As New Adam(0.05F)
        For [step] = 1 To 500
            network.TrainStep(inputs, targets, optimizer)
        Next

        Dim logits(1) As Single
        System.Console.Write("Visual Basic:")
        For i = 0 To 3
            network.Forward({inputs(2 * i), inputs(2 * i + 1)}, logits)
            System.Console.Write(If(logits(1) > logits(0), " 1", " 0"))
        Next

        System.Console.WriteLine()
    End Sub
End Module
