package dev.stela.tools.ndjson;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The name of a load that is given none: that of its file, and what tells this from others. */
final class LoadName {
  private static final int SAMPLE_BYTES = 64 * 1024;
  private static final int DIGITS = 12;
  private static final int MAX_BYTES = 200;

  private LoadName() {}

  /** Returns the same name for a file as long as its length, beginning and end are the same. */
  static String of(Path file) throws IOException {
    String name = String.valueOf(file.getFileName());
    while (name.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
      name = name.substring(0, name.length() - 1);
    }
    return name + "-" + fingerprint(file);
  }

  private static String fingerprint(Path file) throws IOException {
    MessageDigest digest = sha256();
    try (FileChannel channel = FileChannel.open(file)) {
      long size = channel.size();
      digest.update(ByteBuffer.allocate(Long.BYTES).putLong(size).flip());
      update(digest, channel, 0);
      update(digest, channel, Math.max(0, size - SAMPLE_BYTES));
    }
    return HexFormat.of().formatHex(digest.digest()).substring(0, DIGITS);
  }

  private static void update(MessageDigest digest, FileChannel channel, long from)
      throws IOException {
    ByteBuffer sample = ByteBuffer.allocate(SAMPLE_BYTES);
    while (sample.hasRemaining() && channel.read(sample, from + sample.position()) > 0) {
      // Until it is full, or the file ends.
    }
    digest.update(sample.flip());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every platform has SHA-256", e);
    }
  }
}
