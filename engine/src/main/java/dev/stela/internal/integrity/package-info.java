/** Verification: reads everything, changes nothing. */
package dev.stela.internal.integrity;
