package dev.stela;

import java.util.Optional;

/**
 * A document of a bulk load that was not taken.
 *
 * @param position its position in the source, from 0
 * @param id the entity that it was to be; empty if it was rejected before that was known
 * @param reason why it was rejected
 * @param origin what was submitted with it; null if nothing was
 */
public record RejectedDocument(
    long position, Optional<EntityId> id, String reason, Object origin) {}
