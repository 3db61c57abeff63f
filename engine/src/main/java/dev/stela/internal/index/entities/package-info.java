/** The entity table: ids, creation and last change by ordinal. */
package dev.stela.internal.index.entities;
