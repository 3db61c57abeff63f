/** The {@code stela} command: inspects stores without writing, fills them, and demonstrates one. */
package dev.stela.tools;
