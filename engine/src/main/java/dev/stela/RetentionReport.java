package dev.stela;

/**
 * What one policy let go, or would let go. An event that several policies meet is counted for the
 * first of them that lets it go.
 *
 * @param policy the policy
 * @param events how many events of tags and contents
 * @param bytes their size, with that of the contents
 */
public record RetentionReport(RetentionPolicy policy, long events, long bytes) {}
