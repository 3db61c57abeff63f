/** Taking over what a process left that died. */
package dev.stela.takeover;
