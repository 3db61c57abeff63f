/** The {@code stela} command: inspects stores without writing, and demonstrates one. */
package dev.stela.tools;
