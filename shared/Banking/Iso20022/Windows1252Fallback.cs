using System.Text;

namespace IntegrationFunctions.Banking.Iso20022;

/// <summary>Reads bytes that are not UTF-8 as Windows-1252, which is what they are in practice, and reports it once.</summary>
internal sealed class Windows1252Fallback(DeviationLog deviations) : DecoderFallback
{
    private static readonly Encoding Windows1252 = CodePagesEncodingProvider.Instance.GetEncoding(1252)!;
    private bool _isReported;

    public override int MaxCharCount => 4;

    public override DecoderFallbackBuffer CreateFallbackBuffer() => new Buffer(this);

    private sealed class Buffer(Windows1252Fallback owner) : DecoderFallbackBuffer
    {
        private string _chars = "";
        private int _position;

        public override int Remaining => _chars.Length - _position;

        public override bool Fallback(byte[] bytesUnknown, int index)
        {
            if (!owner._isReported)
            {
                owner._isReported = true;
                owner.Report();
            }
            _chars = Windows1252.GetString(bytesUnknown);
            _position = 0;
            return true;
        }

        public override char GetNextChar() => _position < _chars.Length ? _chars[_position++] : '\0';

        public override bool MovePrevious()
        {
            if (_position == 0)
                return false;
            _position--;
            return true;
        }
    }

    private void Report() =>
        deviations.Add(
            "",
            "encoding",
            "The file is said to be UTF-8, but some bytes are not; they were read as Windows-1252."
        );
}
