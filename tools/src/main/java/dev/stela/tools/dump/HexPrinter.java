package dev.stela.tools.dump;

import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import net.openhft.chronicle.bytes.HexDumpBytes;

/** Prints bytes with what they mean, through Chronicle Bytes' hex dump. One thread. */
final class HexPrinter implements AutoCloseable {
  private static final int BYTES_PER_LINE = 16;
  private static final int OFFSET_DIGITS = 8;
  private static final Logger CHRONICLE = Logger.getLogger("net.openhft");

  private final PrintWriter out;
  private final HexDumpBytes hex;
  private long base;
  private long printed;

  HexPrinter(PrintWriter out) {
    this.out = out;
    this.hex = quietly(HexPrinter::load);
    hex.numberWrap(BYTES_PER_LINE);
    hex.offsetFormat((offset, target) -> target.appendBase16(base + offset, OFFSET_DIGITS));
  }

  /** Prints bytes of the file with an annotation. */
  void bytes(long fileOffset, MemorySegment source, long offset, long length, String annotation) {
    base = fileOffset;
    hex.clear();
    hex.writeHexDumpDescription(ascii(annotation));
    hex.write(source.asSlice(offset, length).toArray(ValueLayout.JAVA_BYTE));
    out.print(hex.toHexString());
    printed += length;
  }

  /** Prints a line without bytes. */
  void line(String text) {
    out.println(ascii(text));
  }

  /** Returns how many bytes were printed. */
  long printed() {
    return printed;
  }

  /** Tells whether nobody reads any more. */
  boolean isClosed() {
    return out.checkError();
  }

  @Override
  public void close() {
    hex.releaseLast();
    out.flush();
  }

  /** The hex dump knows bytes, not characters. */
  private static String ascii(String text) {
    if (StandardCharsets.US_ASCII.newEncoder().canEncode(text)) {
      return text;
    }
    StringBuilder escaped = new StringBuilder();
    text.chars().forEach(c -> escaped.append(c < 0x7F ? (char) c : "\\u%04x".formatted(c)));
    return escaped.toString();
  }

  private static HexDumpBytes load() {
    HexDumpBytes loaded = new HexDumpBytes();
    // More classes are loaded by the first use.
    loaded.writeHexDumpDescription("").writeByte((byte) 0);
    loaded.toHexString();
    return loaded;
  }

  /** Chronicle says which JVM flags it would like, when it is loaded; a dump needs none of them. */
  private static <T> T quietly(Supplier<T> loading) {
    PrintStream error = System.err;
    CHRONICLE.setLevel(Level.OFF);
    System.setErr(new PrintStream(OutputStream.nullOutputStream()));
    try {
      return loading.get();
    } finally {
      System.setErr(error);
    }
  }
}
