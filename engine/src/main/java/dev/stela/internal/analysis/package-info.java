/** How texts become tokens: analyzers by name, those of Lucene where it is there. */
package dev.stela.internal.analysis;
