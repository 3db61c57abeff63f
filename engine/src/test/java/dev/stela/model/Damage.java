package dev.stela.model;

import dev.stela.internal.format.FileHeaderLayout;
import dev.stela.internal.format.SuperblockLayout;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32C;

/** What can happen to a file of a store. */
enum Damage {
  CUT {
    @Override
    void inflict(Path file, Path foreign, Random random) throws IOException {
      byte[] bytes = Files.readAllBytes(file);
      int length =
          switch (random.nextInt(4)) {
            case 0 -> 0;
            case 1 -> bytes.length - 1 - random.nextInt(Math.min(bytes.length, 4096));
            case 2 -> random.nextInt(bytes.length) & -4096;
            default -> random.nextInt(bytes.length);
          };
      Files.write(file, Arrays.copyOf(bytes, length));
    }
  },
  BITS_ANYWHERE {
    @Override
    void inflict(Path file, Path foreign, Random random) throws IOException {
      byte[] bytes = Files.readAllBytes(file);
      flip(bytes, 0, bytes.length, 1 + random.nextInt(3), random);
      Files.write(file, bytes);
    }
  },
  BIT_WHERE_SOMETHING_IS {
    @Override
    void inflict(Path file, Path foreign, Random random) throws IOException {
      byte[] bytes = Files.readAllBytes(file);
      int at;
      int tries = 0;
      do {
        at = random.nextInt(bytes.length);
      } while (bytes[at] == 0 && ++tries < 100_000);
      flip(bytes, Math.max(0, at - 8), Math.min(bytes.length, at + 9), 1, random);
      Files.write(file, bytes);
    }
  },
  BIT_IN_HEADER {
    @Override
    void inflict(Path file, Path foreign, Random random) throws IOException {
      byte[] bytes = Files.readAllBytes(file);
      flip(bytes, 0, Math.min(bytes.length, FileHeaderLayout.SIZE + 64), 1, random);
      Files.write(file, bytes);
    }
  },
  ZERO_PAGE {
    @Override
    void inflict(Path file, Path foreign, Random random) throws IOException {
      byte[] bytes = Files.readAllBytes(file);
      int pages = (bytes.length + 4095) / 4096;
      int tries = 0;
      byte[] zeroed;
      do {
        zeroed = bytes.clone();
        int page = random.nextInt(pages);
        Arrays.fill(zeroed, page * 4096, Math.min(bytes.length, (page + 1) * 4096), (byte) 0);
      } while (Arrays.equals(zeroed, bytes) && ++tries < 300);
      Files.write(file, zeroed);
    }
  },
  FOREIGN {
    @Override
    void inflict(Path file, Path foreign, Random random) throws IOException {
      Files.write(file, Files.readAllBytes(foreign));
    }
  },
  NEWER_VERSION {
    @Override
    void inflict(Path file, Path foreign, Random random) throws IOException {
      byte[] bytes = Files.readAllBytes(file);
      newer(bytes, 0);
      if (file.endsWith("superblock") && random.nextBoolean()) {
        newer(bytes, SuperblockLayout.SIZE);
      }
      Files.write(file, bytes);
    }

    private void newer(byte[] bytes, int header) {
      ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
      int version = header + FileHeaderLayout.VERSION_OFFSET;
      buffer.putInt(version, buffer.getInt(version) + 1);
      CRC32C crc = new CRC32C();
      crc.update(bytes, header, FileHeaderLayout.CRC_OFFSET);
      buffer.putInt(header + FileHeaderLayout.CRC_OFFSET, (int) crc.getValue());
    }
  },
  DELETED {
    @Override
    void inflict(Path file, Path foreign, Random random) throws IOException {
      Files.delete(file);
    }
  };

  /** Damages a file; {@code foreign} is the same file of another store. */
  abstract void inflict(Path file, Path foreign, Random random) throws IOException;

  private static void flip(byte[] bytes, int from, int to, int bits, Random random) {
    for (int i = 0; i < bits; i++) {
      bytes[random.nextInt(from, to)] ^= (byte) (1 << random.nextInt(8));
    }
  }
}
