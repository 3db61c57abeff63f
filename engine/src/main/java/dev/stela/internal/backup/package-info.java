/** Copies of a store: backups of its files, and its whole history for an export. */
package dev.stela.internal.backup;
