/** Tests of bulk loads: nothing is lost and nothing comes twice, whatever happens on the way. */
package dev.stela.load;
