package dev.stela.internal.index.text;

import static dev.stela.internal.format.TextListLayout.BLOCK_DOCUMENTS;
import static dev.stela.internal.format.TextListLayout.GROUP_BLOCKS;

import java.util.function.IntUnaryOperator;

/**
 * Writes posting lists, see {@link dev.stela.internal.format.TextListLayout}. Positions go to the
 * file as they come, so that no list is ever in memory. One thread.
 */
final class ListWriter {
  /** Offsets within a group fit in four bytes, so that a group ends when it has become so long. */
  private static final long MAX_GROUP_POSITION_BYTES = 1 << 30;

  private final SegmentOutput out;
  private final boolean hasPositions;
  private final IntUnaryOperator norms;
  private final int beforeFirst;
  private final PackEncoder encoder = new PackEncoder();
  private final ByteBuilder pack = new ByteBuilder();
  private final Impacts impacts = new Impacts();
  private final Impacts groupImpacts = new Impacts();
  private final BlockEncoder block = new BlockEncoder(encoder);
  private final int[] steps = new int[PackEncoder.VALUES];
  private final ByteBuilder blockBytes = new ByteBuilder();
  private final ByteBuilder impactBytes = new ByteBuilder();
  private final ByteBuilder entries = new ByteBuilder();
  private final ByteBuilder table = new ByteBuilder();
  private int blocks;
  private int groups;
  private long start;
  private long groupStart;
  private long blockPositions;
  private int stepCount;
  private int position;
  private int total;
  private long occurrences;
  private long positionBytes;

  /**
   * Creates a writer of lists of a field.
   *
   * @param norms tells the norm of a document's length; documents come in any order
   * @param beforeFirst the number before the first one that a document may have
   */
  ListWriter(SegmentOutput out, boolean hasPositions, IntUnaryOperator norms, int beforeFirst) {
    this.out = out;
    this.hasPositions = hasPositions;
    this.norms = norms;
    this.beforeFirst = beforeFirst;
  }

  /** Begins a list. */
  void begin() {
    start = out.position();
    groupStart = start;
    positionBytes = 0;
    table.clear();
    groups = 0;
    stepCount = 0;
    block.begin(beforeFirst);
    total = 0;
    occurrences = 0;
  }

  /** Adds a document, in ascending order. With positions, all of its positions follow. */
  void document(int document, int frequency) {
    if (block.count() == BLOCK_DOCUMENTS) {
      endBlock();
    }
    if (block.count() == 0) {
      blockPositions = out.position();
    }
    block.add(document, frequency);
    total++;
    occurrences += frequency;
    position = 0;
  }

  /** Adds a position of the last document, in ascending order. */
  void position(int next) {
    if (stepCount == PackEncoder.VALUES) {
      endPack();
    }
    steps[stepCount++] = next - position;
    position = next;
  }

  private void endPack() {
    if (stepCount > 0) {
      pack.clear();
      encoder.encode(steps, stepCount, pack);
      out.bytes(pack);
      stepCount = 0;
    }
  }

  private void endBlock() {
    endPack();
    int last = block.last();
    entries.i32(last);
    entries.u16(blockBytes.size());
    entries.u16(impactBytes.size());
    if (hasPositions) {
      entries.i32((int) (blockPositions - groupStart));
    }
    block.writePackOrBits(blockBytes);
    block.writeFrequencies(blockBytes);
    writeImpacts();
    block.begin(last);
    blocks++;
    if (blocks == GROUP_BLOCKS || out.position() - groupStart > MAX_GROUP_POSITION_BYTES) {
      endGroup();
    }
  }

  private void writeImpacts() {
    block.gather(norms, impacts);
    impacts.write(impactBytes);
    if (blocks == 0) {
      groupImpacts.begin();
    }
    groupImpacts.addAll(impacts);
  }

  private void endGroup() {
    groupImpacts.end();
    pack.clear();
    groupImpacts.write(pack);
    long positionsEnd = out.position();
    out.bytes(blockBytes);
    table.i32(block.before());
    table.i64(out.position() - start);
    out.i32((int) (positionsEnd - groupStart));
    out.u16(blockBytes.size());
    out.u16(blocks);
    out.u16(pack.size());
    out.bytes(entries);
    out.bytes(pack);
    out.bytes(impactBytes);
    groups++;
    blocks = 0;
    blockBytes.clear();
    entries.clear();
    impactBytes.clear();
    groupStart = out.position();
  }

  /** Ends the list. */
  void end() {
    if (total > BLOCK_DOCUMENTS) {
      endBlock();
      if (blocks > 0) {
        endGroup();
      }
      out.bytes(table);
      out.i32(groups);
    } else if (total > 1) {
      endPack();
      positionBytes = out.position() - start;
      pack.clear();
      block.writePack(pack);
      if (occurrences > total) {
        block.writeFrequencies(pack);
      }
      out.bytes(pack);
    } else if (occurrences > 1) {
      endPack();
      positionBytes = out.position() - start;
    }
  }

  /** Returns where the list is. */
  long start() {
    return start;
  }

  /** Returns how many documents it has. */
  int documents() {
    return total;
  }

  /** Tells the dictionary what it has to know of the list. */
  void describe(ByteBuilder target) {
    boolean repeated = occurrences > total;
    target.vlong((total - 1L) << 1 | (repeated ? 1 : 0));
    if (repeated) {
      target.vlong(occurrences - total);
    }
    if (total == 1) {
      target.vlong(block.last() - beforeFirst - 1L);
      if (hasPositions) {
        target.vlong(repeated ? positionBytes : position);
      }
    } else if (total <= BLOCK_DOCUMENTS) {
      target.vlong(out.position() - start - positionBytes);
      if (hasPositions) {
        target.vlong(positionBytes);
      }
    } else {
      target.vlong(out.position() - start);
    }
  }
}
