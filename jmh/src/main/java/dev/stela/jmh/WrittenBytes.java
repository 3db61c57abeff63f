package dev.stela.jmh;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What has been written to devices, as Linux counts it. Stateless; any thread. */
final class WrittenBytes {
  private static final String BY_PROCESS = "write_bytes: ";
  private static final int NAME_COLUMN = 2;
  private static final int SECTORS_COLUMN = 9;
  private static final int SECTOR_BYTES = 512;

  private WrittenBytes() {}

  /** What this process has caused to be written. */
  static long byThisProcess() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/self/io"))) {
      if (line.startsWith(BY_PROCESS)) {
        return Long.parseLong(line.substring(BY_PROCESS.length()));
      }
    }
    throw new IOException("the kernel does not tell what was written: file=/proc/self/io");
  }

  /** What anybody has written to the device that a folder is on, since it was started. */
  static long toDevice(Path folder) throws IOException {
    String device = Path.of(Files.getFileStore(folder).name()).getFileName().toString();
    List<String> lines = Files.readAllLines(Path.of("/proc/diskstats"));
    for (String line : lines) {
      String[] columns = line.strip().split(" +");
      if (columns[NAME_COLUMN].equals(device)) {
        return Long.parseLong(columns[SECTORS_COLUMN]) * SECTOR_BYTES;
      }
    }
    throw new IOException("the kernel does not tell what was written: device=" + device);
  }
}
