/** The log: segments of checksummed frames, appended by one writer, synced in groups. */
package dev.stela.internal.log;
