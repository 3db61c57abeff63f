package dev.stela.internal.checkpoint;

import static dev.stela.internal.format.ManifestLayout.HORIZON_BYTES_OFFSET;
import static dev.stela.internal.format.ManifestLayout.IMAGE_BYTES_OFFSET;
import static dev.stela.internal.format.ManifestLayout.LOAD_BYTES_OFFSET;
import static dev.stela.internal.format.ManifestLayout.LSN_OFFSET;
import static dev.stela.internal.format.ManifestLayout.NEXT_LOG_OFFSET;
import static dev.stela.internal.format.ManifestLayout.RETIRING_OFFSET;
import static dev.stela.internal.format.ManifestLayout.SEGMENTS_OFFSET;
import static dev.stela.internal.format.ManifestLayout.SEGMENT_ENTRIES_OFFSET;
import static dev.stela.internal.format.ManifestLayout.SEGMENT_ENTRY_BYTES;
import static dev.stela.internal.format.ManifestLayout.TEXT_BYTES_OFFSET;
import static dev.stela.internal.format.ManifestLayout.TIMESTAMP_OFFSET;

import dev.stela.CorruptionException;
import dev.stela.internal.format.FileFooter;
import dev.stela.internal.format.FileHeader;
import dev.stela.internal.format.FileHeaderLayout;
import dev.stela.internal.format.FileKind;
import dev.stela.internal.format.ManifestLayout;
import dev.stela.internal.format.StoreId;
import dev.stela.internal.retention.Horizons;
import dev.stela.internal.storage.FileOps;
import dev.stela.internal.storage.FileOps.OpenMode;
import dev.stela.internal.storage.Preallocator;
import dev.stela.internal.storage.StoreFile;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Which segments hold the store up to the last checkpoint, and after a clean close what is derived
 * from all of the log. Immutable.
 *
 * @param lsn the last LSN that the segments in force cover; 0 if there are none
 * @param timestamp the time of that LSN
 * @param nextLog the number of the log segment that follows: those from it on are not in force by
 *     any entry, those before it are leftovers unless an entry names them
 * @param segments the segments in force, in the order of their LSNs, without gaps between them
 * @param retiring segments that were replaced; the directory may still lead to them
 * @param horizons which answers about the past retention has made impossible
 * @param text what the text index is and which of its segments are in force; empty without one
 * @param loads how far bulk loads had come as of the LSN, or as of the clean close
 * @param clean what a clean close found; empty while the store is in use
 */
public record Manifest(
    long lsn,
    long timestamp,
    int nextLog,
    List<SealedSegment> segments,
    List<SealedSegment> retiring,
    Horizons horizons,
    Section text,
    Section loads,
    Optional<CleanImage> clean) {
  /** What holds before the first checkpoint. */
  public static final Manifest EMPTY =
      new Manifest(
          0,
          0,
          1,
          List.of(),
          List.of(),
          Horizons.NONE,
          Section.EMPTY,
          Section.EMPTY,
          Optional.empty());

  /** The generation of the manifest that a store may have from its creation on. */
  public static final long FIRST_GENERATION = 1;

  private static final String NAME = "manifest-";

  /** Returns the path of a manifest. */
  public static Path path(Path directory, long generation) {
    return directory.resolve(NAME + generation);
  }

  /** Tells whether a file's name is a manifest's. */
  public static boolean isManifest(String fileName) {
    return fileName.startsWith(NAME);
  }

  /** Returns this manifest with the next sealed log segment in force. */
  public Manifest withSealed(SealedSegment sealed) {
    List<SealedSegment> all = new ArrayList<>(segments);
    all.add(sealed);
    return new Manifest(
        sealed.lastLsn(),
        sealed.lastTimestamp(),
        sealed.number() + 1,
        List.copyOf(all),
        retiring,
        horizons,
        text,
        loads,
        clean);
  }

  /** Returns this manifest with other segments in force that cover the same LSNs. */
  public Manifest withSegments(List<SealedSegment> inForce, List<SealedSegment> replaced) {
    return new Manifest(
        lsn,
        timestamp,
        nextLog,
        List.copyOf(inForce),
        List.copyOf(replaced),
        horizons,
        text,
        loads,
        clean);
  }

  /** Returns this manifest with horizons not before the given ones. */
  public Manifest withHorizons(Horizons later) {
    return new Manifest(
        lsn, timestamp, nextLog, segments, retiring, horizons.merged(later), text, loads, clean);
  }

  /** Returns this manifest with something else said of the text index. */
  public Manifest withText(Section other) {
    return new Manifest(lsn, timestamp, nextLog, segments, retiring, horizons, other, loads, clean);
  }

  /** Returns this manifest with something else said of bulk loads. */
  public Manifest withLoads(Section other) {
    return new Manifest(lsn, timestamp, nextLog, segments, retiring, horizons, text, other, clean);
  }

  /** Returns this manifest with or without the image of a clean close. */
  public Manifest withClean(Optional<CleanImage> image) {
    return new Manifest(lsn, timestamp, nextLog, segments, retiring, horizons, text, loads, image);
  }

  /** Writes the manifest of a generation: complete and durable, or not at all. */
  public void write(FileOps files, Path directory, StoreId storeId, long generation) {
    byte[] bytes = encode(storeId, generation);
    Preallocator.create(
            files,
            path(directory, generation),
            bytes.length,
            file -> file.write(ByteBuffer.wrap(bytes), 0))
        .close();
  }

  /**
   * Reads a manifest.
   *
   * @throws CorruptionException if it is not what was written
   */
  public static Manifest read(FileOps files, Path directory, StoreId storeId, long generation) {
    Path path = path(directory, generation);
    if (!files.exists(path)) {
      throw new CorruptionException(
          "the manifest that the superblock names is missing", path, 0, "a manifest", "none");
    }
    byte[] bytes;
    try (StoreFile file = files.open(path, OpenMode.READ)) {
      long size = file.size();
      if (size < FileHeaderLayout.SIZE + FileFooter.SIZE || size > Integer.MAX_VALUE - 8) {
        throw new CorruptionException("length of a manifest is impossible", path, 0, "more", size);
      }
      bytes = new byte[(int) size];
      file.read(ByteBuffer.wrap(bytes), 0);
    }
    FileHeader header =
        FileHeader.check(ByteBuffer.wrap(bytes), FileKind.MANIFEST, storeId, path, 0);
    FileFooter.check(bytes, path);
    if (header.number() != generation) {
      throw new CorruptionException(
          "a manifest has another's name", path, 0, generation, header.number());
    }
    return decode(bytes, path);
  }

  private byte[] encode(StoreId storeId, long generation) {
    byte[] image = clean.map(CleanImage::encode).orElseGet(() -> new byte[0]);
    byte[] ranges = horizons.toBytes();
    int entries = segments.size() + retiring.size();
    byte[] bytes =
        new byte
            [ManifestLayout.fileBytes(
                entries, ranges.length, text.length(), loads.length(), image.length)];
    ByteBuffer out = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    FileHeader.write(MemorySegment.ofArray(bytes), FileKind.MANIFEST, storeId, lsn, generation);
    out.putLong(LSN_OFFSET, lsn);
    out.putLong(TIMESTAMP_OFFSET, timestamp);
    out.putInt(NEXT_LOG_OFFSET, nextLog);
    out.putInt(SEGMENTS_OFFSET, segments.size());
    out.putInt(RETIRING_OFFSET, retiring.size());
    out.putInt(HORIZON_BYTES_OFFSET, ranges.length);
    out.putInt(IMAGE_BYTES_OFFSET, image.length);
    out.putInt(TEXT_BYTES_OFFSET, text.length());
    out.putInt(LOAD_BYTES_OFFSET, loads.length());
    out.position(SEGMENT_ENTRIES_OFFSET);
    segments.forEach(segment -> put(out, segment));
    retiring.forEach(segment -> put(out, segment));
    out.put(ManifestLayout.horizonsStart(entries), ranges);
    out.put(ManifestLayout.textStart(entries, ranges.length), text.toBytes());
    out.put(ManifestLayout.loadsStart(entries, ranges.length, text.length()), loads.toBytes());
    out.put(
        ManifestLayout.imageStart(entries, ranges.length, text.length(), loads.length()), image);
    FileFooter.write(bytes);
    return bytes;
  }

  private static void put(ByteBuffer out, SealedSegment segment) {
    out.putInt(segment.number()).putInt(segment.end());
    out.putLong(segment.firstLsn()).putLong(segment.lastLsn());
    out.putLong(segment.firstTimestamp()).putLong(segment.lastTimestamp());
    out.putLong(segment.indexBytes()).putLong(0);
  }

  private static Manifest decode(byte[] bytes, Path path) {
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int inForce = in.getInt(SEGMENTS_OFFSET);
    int entries = inForce + in.getInt(RETIRING_OFFSET);
    List<SealedSegment> all = new ArrayList<>(entries);
    in.position(SEGMENT_ENTRIES_OFFSET);
    for (int i = 0; i < entries; i++) {
      all.add(
          new SealedSegment(
              in.getInt(),
              in.getInt(),
              in.getLong(),
              in.getLong(),
              in.getLong(),
              in.getLong(),
              in.getLong()));
      in.position(SEGMENT_ENTRIES_OFFSET + (i + 1) * SEGMENT_ENTRY_BYTES);
    }
    int horizonsStart = ManifestLayout.horizonsStart(entries);
    int horizonBytes = in.getInt(HORIZON_BYTES_OFFSET);
    int textStart = ManifestLayout.textStart(entries, horizonBytes);
    int textBytes = in.getInt(TEXT_BYTES_OFFSET);
    int loadsStart = ManifestLayout.loadsStart(entries, horizonBytes, textBytes);
    int loadBytes = in.getInt(LOAD_BYTES_OFFSET);
    int imageStart = ManifestLayout.imageStart(entries, horizonBytes, textBytes, loadBytes);
    int imageBytes = in.getInt(IMAGE_BYTES_OFFSET);
    byte[] ranges = Arrays.copyOfRange(bytes, horizonsStart, horizonsStart + horizonBytes);
    byte[] image = Arrays.copyOfRange(bytes, imageStart, imageStart + imageBytes);
    return new Manifest(
        in.getLong(LSN_OFFSET),
        in.getLong(TIMESTAMP_OFFSET),
        in.getInt(NEXT_LOG_OFFSET),
        List.copyOf(all.subList(0, inForce)),
        List.copyOf(all.subList(inForce, entries)),
        Horizons.ofBytes(ranges, path),
        Section.of(Arrays.copyOfRange(bytes, textStart, textStart + textBytes)),
        Section.of(Arrays.copyOfRange(bytes, loadsStart, loadsStart + loadBytes)),
        imageBytes == 0
            ? Optional.empty()
            : Optional.of(CleanImage.decode(image, path, imageStart)));
  }
}
