/** {@code stela import}: entities from newline-delimited JSON, one a line. */
package dev.stela.tools.ndjson;
