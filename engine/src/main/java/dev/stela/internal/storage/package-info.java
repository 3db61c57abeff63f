/** Layer 1: files, mappings, locks and extents behind a seam through which faults are injected. */
package dev.stela.internal.storage;
