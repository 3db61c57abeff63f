package dev.stela;

import java.nio.file.Path;
import java.time.Duration;

/**
 * What a backup is.
 *
 * @param target its folder: a store that can be opened
 * @param lsn the last LSN in it
 * @param linkedFiles how many files were hard-linked
 * @param copiedFiles how many were copied
 * @param bytes how many bytes were copied
 * @param duration how long it took, its verification included
 */
public record BackupReport(
    Path target, long lsn, int linkedFiles, int copiedFiles, long bytes, Duration duration) {}
