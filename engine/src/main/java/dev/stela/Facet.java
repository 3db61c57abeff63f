package dev.stela;

/**
 * A value of a namespace and how many entities have it. Immutable.
 *
 * @param value what stands after the first colon of the tag
 * @param count the number of entities, at least one
 */
public record Facet(String value, long count) {}
