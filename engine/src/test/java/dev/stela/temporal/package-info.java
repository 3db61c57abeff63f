/** Histories, differences, feeds and followers against plain collections. */
package dev.stela.temporal;
