package dev.stela.internal.log;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.stela.Durability;
import dev.stela.internal.format.StoreId;
import dev.stela.internal.storage.SystemFiles;
import java.nio.file.Path;
import org.agrona.concurrent.SystemEpochNanoClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogWriterRollTest {
  @TempDir Path folder;

  @Test
  void shouldMakeLastFrameOfSegmentDurableWhenNoCommitFollows() {
    SegmentFiles files =
        new SegmentFiles(new SystemFiles(), folder, new StoreId(1, 2), 1 << 16, true);
    files.createFolder();
    SegmentTable segments = new SegmentTable();
    segments.add(files.create(1, 0));
    GroupCommit commits = new GroupCommit(segments, Durability.SYNC, 0, 1);
    LogWriter writer =
        new LogWriter(
            segments,
            null,
            files,
            commits,
            Runnable::run,
            SystemEpochNanoClock.INSTANCE,
            Durability.SYNC,
            0,
            0);

    writer.roll(writer.plainTimestamp());
    commits.awaitDurable(commits.appendedLsn());

    assertEquals(writer.lastLsn(), commits.durableLsn());
    writer.close();
    segments.close();
  }
}
