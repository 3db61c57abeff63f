package dev.stela;

/**
 * A term of a text index that somebody may have meant. Immutable; any thread.
 *
 * @param term the term, as the field's analyzer made it of texts
 * @param entities how many active entities have it in the field; of several fields, in the one in
 *     which most have it
 */
public record Suggestion(String term, long entities) {}
