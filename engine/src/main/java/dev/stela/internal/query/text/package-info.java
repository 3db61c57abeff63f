/**
 * Answers to text queries: which documents match, how well, and the best of them. What is here
 * knows documents and ordinals, not entities.
 */
package dev.stela.internal.query.text;
