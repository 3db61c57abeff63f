package dev.stela.model;

import dev.stela.Change;
import java.util.List;

/** What one commit made of one entity, and how. */
record ModelVersion(long lsn, long nanos, ModelState state, List<Change.Event> events) {}
