using System;
using System.Collections.Generic;

namespace NetCompiler.Samples.EmbeddedInference;

/// <summary>
/// Digits as text: 28 lines of 28 characters, of which later ones in <see cref="Shades"/> are more ink. Draw another and see what the network
/// makes of it.
/// </summary>
internal static class Drawings
{
    /// <summary>Width and height of a drawing.</summary>
    public const int Size = 28;

    // From paper to full ink.
    private const string Shades = " .:-=+*#%@";

    /// <summary>What each drawing is meant to be, and the drawing.</summary>
    public static IReadOnlyList<(int Digit, string Drawing)> All { get; } =
    [
        (3, """



                     :-=**-
                 =##%%%%%%%
                -%%@@%%@@%%:
                =%@%%@%%%%%
                 *%%%##%%%%
                  .   :%%%#
                      -%%%*
                      =%%%%%*-
                      =%%%@@%%=
                      =%%%%%%%%=
                       *%#**%%@%:
                            =%%%=
                             +%%*
                             =%%*
                             +%%=
                       -    .%%%:
                      =%%+:=#%%*
                      -%%%%%%%#:
                       :*%%%%+.
                         :--.





            """),
        (4, """



                         .-.
                         =#*=
                        :*##+
                        -#+#+
                        **-*+
                       -*+.#*
                       =#: **
                      .**. *#
                      -#=  +#.
                      +#:  =*:
                     .**   -*-
                     -#=. .-#=++=
                     +#****####*=
                    .*###*++#*:
                     :::   .**
                            *#
                            +#:
                            =#:
                            =#-
                            -*-
                            :*-




            """),
        (7, """



                       .  .
                     +*#%%*+:.:
                    .*#%%%##%#*=
                     .:. :-+##%#:
                            .#%+
                            +##:
                           -#%=
                           *%*.
                          -#%-
                          =%#.
                          +#+
                          *%+
                         .*#=
                          *%=
                          *#=
                          *%=
                          *%=
                          *#-
                          +#:
                           :





            """),
        (8, """
                       .=+-
                      :#@@%-
               .      #%*+@%:
                     -@#  %@*
                     +@+  #%%   .
                     +@=  =@%:
                     =%=  -@@=
                     =@*  -@%=
                  .  :%%  #%%-
                      @%:+@@#
                      *%*%@#-
                      :@%%%+
                      =@%@*
             .       :@%%@%
                     %%%%%@-
                    =@#@-#@*
                    #%@+ *%%
                   :%%%. +@@
                   =@@%  +%@.
                   =@@%  *%%
                   :@%%.=%%#
                    #@%*@@%-
                    =@%%@@#
                     *%@@%.    .
                      =%*:



            """),
        (0, """


                       .+:
                      :#%%:::
                     -%%@%*%%+
                    -%%%%%%%%%+
                   :#%%%-#%%%@%=
                   +%%%- .-.=%@%
                   %%%=      #%%+
                  :%%%.      -%%#.
                  -%%%        *%%=
                  -%@%        =%%#
                  -%%%         %@%.
                  :%%%.        #%%:
                  .%%%:        #%%-
                   %%%-        #%%-
                   %%%=        #%%-
                   *@%*        %%%-
                   +%##        %%%.
                   -%%%.      -%%#
                    %%%+      #%%+
                    *%%%-    *%%%-
                    :%%%%*=-*%%%+
                     =%%%%%%%%%*.
                      -#%%%%%%*.
                        -*%%*=


            """),
    ];

    /// <summary>Turns a drawing into pixels. Lines and characters that are missing at the end are paper.</summary>
    /// <param name="drawing">Lines of characters of the shades.</param>
    /// <param name="pixels">Receives 784 numbers, 0 for paper to 1 for full ink.</param>
    /// <exception cref="FormatException">The drawing is too large, or a character is no shade.</exception>
    public static void Read(string drawing, Span<float> pixels)
    {
        pixels.Clear();
        string[] lines = drawing.ReplaceLineEndings("\n").Split('\n');
        for (int row = 0; row < lines.Length; row++)
        {
            for (int column = 0; column < lines[row].Length; column++)
            {
                int shade = Shades.IndexOf(lines[row][column], StringComparison.Ordinal);
                if (shade < 0 || row >= Size || column >= Size)
                {
                    throw new FormatException($"Line {row + 1}, character {column + 1}: expected are {Size} lines of {Size} of the characters '{Shades}'.");
                }

                pixels[(row * Size) + column] = shade / (Shades.Length - 1f);
            }
        }
    }
}
