/** Tests that hold the documentation to the code. */
package dev.stela.docs;
