/** Writing: transactions, from operations to one commit frame. */
package dev.stela.internal.write;
