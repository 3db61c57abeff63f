/**
 * Layer 2: the entity directory, from an id to where the newest state of the entity is. One thread
 * changes it, any number of threads look ids up without locks.
 */
package dev.stela.internal.directory;
